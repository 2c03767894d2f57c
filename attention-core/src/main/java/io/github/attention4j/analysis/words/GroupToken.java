package io.github.attention4j.analysis.words;

import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import java.util.List;

/** One token that stands for several. */
final class GroupToken {
    private GroupToken() {}

    static Token of(int index, List<Token> members) {
        Token first = members.get(0);
        StringBuilder text = new StringBuilder();
        CharSpan before = null;
        int start = Integer.MAX_VALUE;
        int end = -1;
        for (Token member : members) {
            CharSpan span = member.charSpan();
            boolean gap = before != null && span != null && span.start() > before.end();
            String piece = member.text();
            boolean continuation = piece.startsWith("##") && piece.length() > 2 && text.length() > 0;
            boolean unplaced = span == null && !continuation && text.length() > 0;
            text.append(gap || unplaced ? " " : "").append(continuation ? piece.substring(2) : piece);
            if (span != null) {
                start = Math.min(start, span.start());
                end = Math.max(end, span.end());
                before = span;
            }
        }
        boolean alone = members.size() == 1;
        return new Token(
                index,
                alone ? first.id() : Token.UNKNOWN,
                text.toString(),
                text.toString(),
                end < start ? null : new CharSpan(start, end),
                members.stream().allMatch(Token::special),
                first.segment(),
                first.word(),
                alone ? first.region() : null);
    }
}
