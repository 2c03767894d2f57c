package io.github.attention4j.examples.demo;

import io.github.attention4j.examples.demo.chapter.Dates;
import io.github.attention4j.examples.demo.chapter.Digits;
import io.github.attention4j.examples.demo.chapter.FindingHeads;
import io.github.attention4j.examples.demo.chapter.HeadsAndLayers;
import io.github.attention4j.examples.demo.chapter.LongText;
import io.github.attention4j.examples.demo.chapter.Neurons;
import io.github.attention4j.examples.demo.chapter.Pronouns;
import io.github.attention4j.examples.demo.chapter.RoundedWeights;
import io.github.attention4j.examples.demo.chapter.ThroughTheLayers;
import io.github.attention4j.examples.demo.chapter.TwoFiles;
import io.github.attention4j.examples.demo.chapter.TwoTexts;
import io.github.attention4j.examples.demo.chapter.WhatALineMeans;
import io.github.attention4j.examples.demo.chapter.WhereAWordLooks;
import io.github.attention4j.examples.demo.chapter.Writing;
import io.github.attention4j.examples.demo.site.Chapter;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The sections of the talk, in order. */
public final class Walkthrough {
    /** All sections. */
    public static final List<Chapter> CHAPTERS = List.of(
            new Chapter(
                    "what-a-line-means",
                    "What a line means",
                    "Tokens, layers, heads, shares; and what a line between two words is, and is not.",
                    WhatALineMeans::of),
            new Chapter(
                    "where-a-word-looks",
                    "Where does a word look?",
                    "One word in many heads, in the text itself, and after one other word has changed.",
                    WhereAWordLooks::of),
            new Chapter(
                    "heads-and-layers",
                    "How do heads and layers differ?",
                    "All heads at once, and two numbers that tell them apart.",
                    HeadsAndLayers::of),
            new Chapter(
                    "through-the-layers",
                    "How do patterns change through the model?",
                    "From the first layer to the last, for all words and for one.",
                    ThroughTheLayers::of),
            new Chapter(
                    "pronouns",
                    "She, he, the doctor and the nurse",
                    "Whom a pronoun looks at, and whether its gender matters, as measured.",
                    Pronouns::of),
            new Chapter(
                    "finding-heads",
                    "Finding heads by what they do",
                    "Heads for the word before, for signs, and for the same word again.",
                    FindingHeads::of),
            new Chapter(
                    "neurons",
                    "From a head to its numbers",
                    "Why a head looks near: one number of its vectors that falls with the distance.",
                    Neurons::of),
            new Chapter(
                    "writing",
                    "A model while it writes",
                    "A small GPT-2 that has read Moby-Dick, piece by piece.",
                    Writing::of),
            new Chapter(
                    "rounded-weights",
                    "What rounding does",
                    "A model beside its quantised twin, which is a quarter of its size.",
                    RoundedWeights::of),
            new Chapter("two-texts", "Two sentences at once", "What one sentence takes from another.", TwoTexts::of),
            new Chapter(
                    "dates",
                    "Reading here, writing there",
                    "Cross-attention of a model that writes dates in another form.",
                    Dates::of),
            new Chapter("digits", "Looking at a picture", "Tokens that are patches of an image.", Digits::of),
            new Chapter(
                    "long-text",
                    "A whole passage",
                    "Some five hundred tokens of a real book, one layer of them.",
                    LongText::of),
            new Chapter(
                    "two-files",
                    "One model, two files",
                    "The same model as ONNX and as TorchScript, neither made for this.",
                    TwoFiles::of));

    private Walkthrough() {}

    /**
     * Writes the whole site.
     *
     * @param folder where it goes
     * @param models what the pictures come from
     * @return the first page
     * @throws IOException if the folder cannot be written to
     */
    public static Path write(Path folder, Models models) throws IOException {
        Contents cover = WhatALineMeans.cover(models);
        return new Site(folder, CHAPTERS).write(models, cover);
    }
}
