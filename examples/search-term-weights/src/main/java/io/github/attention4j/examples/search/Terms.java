package io.github.attention4j.examples.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** What a word is in the index: the same for all ways of scoring, so that only the weights differ. */
final class Terms {
    static final Analyzer ANALYZER = new EnglishAnalyzer();

    private Terms() {}

    /** The analyser's stop words, in lower case. */
    static Set<String> stopWords() {
        Set<String> words = new LinkedHashSet<>();
        CharArraySet set = EnglishAnalyzer.getDefaultStopSet();
        set.forEach(word -> words.add(new String((char[]) word)));
        return words;
    }

    /** The terms of a query, each once. */
    static Set<String> of(String text) {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream stream = ANALYZER.tokenStream("text", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    /** One word's term; the word itself where the analyser finds none in it. */
    static String ofWord(String word) {
        Set<String> terms = of(word);
        return terms.isEmpty() ? word : terms.iterator().next();
    }
}
