package io.github.attention4j.examples.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Long texts cut into passages of whole sentences. */
public final class Passages {
    private static final int LEAST_WORDS = 50;
    /** Lists without full stops are cut here, well below what the model can read. */
    private static final int MOST_WORDS = 200;
    /** Not the JDK's own rules, which change from release to release: judgments name passages by number. */
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])[\"')]?\\s+(?=[A-Z\"'(])");

    private Passages() {}

    /**
     * Addresses from a year on.
     *
     * @param folder holds files named {@code YEAR_speaker.txt}
     * @param firstYear the first year to take
     * @return passages called {@code YEAR_speaker#number}, in order
     * @throws IOException if a file cannot be read
     */
    public static List<Passage> since(Path folder, int firstYear) throws IOException {
        List<Passage> passages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".txt")).sorted().toList()) {
                String name = file.getFileName().toString().replace(".txt", "");
                if (Integer.parseInt(name.substring(0, 4)) >= firstYear) {
                    passages.addAll(cut(name, Files.readString(file)));
                }
            }
        }
        return passages;
    }

    static List<Passage> cut(String name, String text) {
        List<Passage> passages = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String sentence : SENTENCE_END.split(text.strip(), -1)) {
            for (String word : sentence.strip().split("\\s+", -1)) {
                words.add(word);
                if (words.size() == MOST_WORDS) {
                    addPassage(passages, name, words);
                }
            }
            if (words.size() >= LEAST_WORDS) {
                addPassage(passages, name, words);
            }
        }
        if (!words.isEmpty()) {
            addPassage(passages, name, words);
        }
        return passages;
    }

    private static void addPassage(List<Passage> passages, String name, List<String> words) {
        passages.add(new Passage(name + "#" + passages.size(), String.join(" ", words)));
        words.clear();
    }
}
