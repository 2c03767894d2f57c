package io.github.attention4j.djl.script.internal.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes at places of a text; what is not named stays as it is, to the letter. */
final class TextEdits {
    private final List<Edit> edits = new ArrayList<>();

    private record Edit(int start, int end, String replacement) {}

    void insert(int position, String text) {
        edits.add(new Edit(position, position, text));
    }

    void replace(int start, int end, String text) {
        edits.add(new Edit(start, end, text));
    }

    /** A stretch of the text with the changes that lie in it. */
    String apply(String text, int start, int end) {
        List<Edit> sorted = edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end))
                .toList();
        StringBuilder changed = new StringBuilder();
        int position = start;
        for (Edit edit : sorted) {
            changed.append(text, position, edit.start()).append(edit.replacement());
            position = edit.end();
        }
        return changed.append(text, position, end).toString();
    }
}
