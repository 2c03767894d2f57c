package io.github.attention4j.djl.script.internal.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions by recursive descent. */
final class ExpressionParser {
    /** Binary operators from the loosest to the tightest. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("or"),
            Set.of("and"),
            Set.of("==", "!=", "<", ">", "<=", ">=", "in", "is"),
            Set.of("|"),
            Set.of("^"),
            Set.of("&"),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "//", "%", "@"));

    private final TokenStream tokens;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** One expression, or several with commas between, which are a tuple. */
    Expression expressions() {
        Expression first = expression();
        if (!tokens.at(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.accept(",") && startsExpression()) {
            items.add(expression());
        }
        return new Expression.Sequence(first.start(), tokens.lastEnd(), true, List.copyOf(items));
    }

    private boolean startsExpression() {
        Token next = tokens.peek();
        return switch (next.kind()) {
            case NAME -> !next.is("in") && !next.is("if") && !next.is("else");
            case NUMBER, STRING -> true;
            case OPERATOR -> Set.of("(", "[", "{", "-", "+", "~", "...").contains(next.text());
            default -> false;
        };
    }

    Expression expression() {
        tokens.enter();
        Expression value = binary(0);
        if (tokens.at("if")) {
            tokens.next();
            Expression condition = binary(0);
            tokens.expect("else");
            Expression otherwise = expression();
            value = operation("if", condition, value, otherwise);
        }
        tokens.leave();
        return value;
    }

    /** Something without commas and without {@code in}, as the target of a {@code for}. */
    Expression target() {
        return postfix();
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = level == 2 && tokens.at("not") ? not() : binary(level + 1);
        while (true) {
            String operator = tokens.peek().text();
            boolean notIn = level == 2 && tokens.at("not");
            if (!notIn && !(isWordOrOperator() && LEVELS.get(level).contains(operator))) {
                return left;
            }
            tokens.next();
            if (notIn) {
                tokens.expect("in");
            } else if (operator.equals("is")) {
                tokens.accept("not");
            }
            left = operation(operator, left, binary(level + 1));
        }
    }

    private boolean isWordOrOperator() {
        return tokens.at(Token.Kind.NAME) || tokens.at(Token.Kind.OPERATOR);
    }

    private Expression not() {
        tokens.enter();
        int start = tokens.next().start();
        Expression value = binary(2);
        tokens.leave();
        return new Expression.Operation(start, value.end(), "not", List.of(value));
    }

    private Expression unary() {
        Token sign = tokens.peek();
        if (!sign.is("-") && !sign.is("+") && !sign.is("~")) {
            Expression base = postfix();
            return tokens.accept("**") ? operation("**", base, unary()) : base;
        }
        tokens.enter();
        tokens.next();
        Expression value = unary();
        tokens.leave();
        if (sign.is("-") && value instanceof Expression.Literal literal) {
            if (literal.value() instanceof Long number) {
                return new Expression.Literal(sign.start(), value.end(), -number);
            }
            if (literal.value() instanceof Double number) {
                return new Expression.Literal(sign.start(), value.end(), -number);
            }
        }
        return new Expression.Operation(sign.start(), value.end(), sign.text(), List.of(value));
    }

    private static Expression operation(String operator, Expression... operands) {
        int start = Integer.MAX_VALUE;
        int end = 0;
        for (Expression operand : operands) {
            start = Math.min(start, operand.start());
            end = Math.max(end, operand.end());
        }
        return new Expression.Operation(start, end, operator, List.of(operands));
    }

    private Expression postfix() {
        int start = tokens.peek().start();
        Expression value = atom();
        while (true) {
            if (tokens.accept(".")) {
                Token name = tokens.expect(Token.Kind.NAME);
                value = new Expression.Attribute(start, name.end(), value, name.text());
            } else if (tokens.at("(")) {
                value = call(start, value);
            } else if (tokens.accept("[")) {
                Expression index = subscript();
                value = new Expression.Subscript(start, tokens.expect("]").end(), value, index);
            } else {
                return value;
            }
        }
    }

    private Expression call(int start, Expression callee) {
        int open = tokens.expect("(").end();
        List<Expression> arguments = new ArrayList<>();
        List<Expression.Keyword> keywords = new ArrayList<>();
        while (!tokens.at(")")) {
            Expression argument = expression();
            if (argument instanceof Expression.Name name && tokens.accept("=")) {
                keywords.add(new Expression.Keyword(name.text(), expression()));
            } else {
                arguments.add(argument);
            }
            if (!tokens.accept(",")) {
                break;
            }
        }
        int end = tokens.expect(")").end();
        return new Expression.Call(start, end, callee, open, List.copyOf(arguments), List.copyOf(keywords));
    }

    /** What stands in square brackets behind a value: an index, several, or a slice. */
    private Expression subscript() {
        int start = tokens.peek().start();
        List<Expression> items = new ArrayList<>();
        boolean several = false;
        do {
            if (tokens.at("]")) {
                break;
            }
            items.add(slice());
            several |= tokens.at(",");
        } while (tokens.accept(","));
        return several || items.isEmpty()
                ? new Expression.Sequence(start, tokens.lastEnd(), true, List.copyOf(items))
                : items.get(0);
    }

    private Expression slice() {
        int start = tokens.peek().start();
        List<Expression> parts = new ArrayList<>();
        boolean colon = false;
        while (!tokens.at(",") && !tokens.at("]")) {
            if (tokens.accept(":")) {
                colon = true;
            } else {
                parts.add(expression());
                if (!tokens.at(":")) {
                    break;
                }
            }
        }
        if (parts.isEmpty() && !colon) {
            throw tokens.unexpected("an index");
        }
        return colon ? new Expression.Operation(start, tokens.lastEnd(), ":", List.copyOf(parts)) : parts.get(0);
    }

    private Expression atom() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> name(tokens.next());
            case NUMBER -> number(tokens.next());
            case STRING -> strings();
            case OPERATOR -> bracket(token);
            default -> throw tokens.unexpected("a value");
        };
    }

    private static Expression name(Token token) {
        return switch (token.text()) {
            case "True" -> new Expression.Literal(token.start(), token.end(), true);
            case "False" -> new Expression.Literal(token.start(), token.end(), false);
            case "None" -> new Expression.Literal(token.start(), token.end(), null);
            case "inf" -> new Expression.Literal(token.start(), token.end(), Double.POSITIVE_INFINITY);
            case "nan" -> new Expression.Literal(token.start(), token.end(), Double.NaN);
            default -> new Expression.Name(token.start(), token.end(), token.text());
        };
    }

    private static Expression number(Token token) {
        String text = token.text();
        Object value;
        try {
            if (text.endsWith("j") || text.endsWith("J")) {
                value = text;
            } else if (text.chars().allMatch(Character::isDigit)) {
                value = Long.parseLong(text);
            } else {
                value = Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            throw new SyntaxException(token.start(), "the number " + text);
        }
        return new Expression.Literal(token.start(), token.end(), value);
    }

    /** Strings side by side are one; escapes stay as they are, since only comparisons are made with them. */
    private Expression strings() {
        int start = tokens.peek().start();
        StringBuilder text = new StringBuilder();
        while (tokens.at(Token.Kind.STRING)) {
            String quoted = tokens.next().text();
            text.append(quoted, 1, quoted.length() - 1);
        }
        return new Expression.Literal(start, tokens.lastEnd(), text.toString());
    }

    private Expression bracket(Token open) {
        return switch (open.text()) {
            case "(" -> parenthesis();
            case "[" -> {
                tokens.next();
                List<Expression> items = items("]");
                yield new Expression.Sequence(open.start(), tokens.expect("]").end(), false, items);
            }
            case "{" -> dict();
            case "..." -> {
                tokens.next();
                yield new Expression.Literal(open.start(), open.end(), "...");
            }
            default -> throw tokens.unexpected("a value");
        };
    }

    private Expression parenthesis() {
        int start = tokens.expect("(").start();
        List<Expression> items = new ArrayList<>();
        boolean tuple = tokens.at(")");
        while (!tokens.at(")")) {
            items.add(expression());
            tuple |= tokens.at(",");
            if (!tokens.accept(",")) {
                break;
            }
        }
        int end = tokens.expect(")").end();
        return tuple ? new Expression.Sequence(start, end, true, List.copyOf(items)) : items.get(0);
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.at(close)) {
            items.add(expression());
            if (!tokens.accept(",")) {
                break;
            }
        }
        return List.copyOf(items);
    }

    private Expression dict() {
        int start = tokens.expect("{").start();
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.at("}")) {
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
            if (!tokens.accept(",")) {
                break;
            }
        }
        return new Expression.Dict(start, tokens.expect("}").end(), List.copyOf(keys), List.copyOf(values));
    }
}
