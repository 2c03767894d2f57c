package io.github.attention4j.djl.script.internal.source;

import io.github.attention4j.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a source file: classes, functions, statements. */
public final class SourceParser {
    private final String path;
    private final String text;
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    private SourceParser(String path, String text) {
        this.path = path;
        this.text = text;
        this.tokens = new TokenStream(Tokenizer.tokens(text));
        this.expressions = new ExpressionParser(tokens);
    }

    /**
     * Reads a file.
     *
     * @param path where it comes from
     * @param text its text
     * @throws ModelFormatException if it is not what TorchScript writes; says where
     */
    public static SourceFile parse(String path, String text) {
        try {
            return new SourceParser(path, text).file();
        } catch (SyntaxException e) {
            long line = text.substring(0, Math.min(text.length(), e.position()))
                    .lines()
                    .count();
            throw new ModelFormatException("The TorchScript source code/" + path + " cannot be read: line "
                    + Math.max(1, line) + " has " + e.getMessage());
        }
    }

    private SourceFile file() {
        List<ClassSource> classes = new ArrayList<>();
        List<FunctionSource> functions = new ArrayList<>();
        while (!tokens.at(Token.Kind.END)) {
            if (tokens.at("class")) {
                classes.add(classSource());
            } else if (tokens.at("def")) {
                functions.add(function());
            } else {
                // Files of early versions start with op_version_set = 1.
                statement();
            }
        }
        return new SourceFile(path, text, List.copyOf(classes), List.copyOf(functions));
    }

    private ClassSource classSource() {
        tokens.expect("class");
        String name = tokens.expect(Token.Kind.NAME).text();
        String base = "";
        if (tokens.accept("(")) {
            base = tokens.at(")") ? "" : text(expressions.expression());
            tokens.expect(")");
        }
        Map<String, ClassSource.Field> fields = new LinkedHashMap<>();
        List<FunctionSource> methods = new ArrayList<>();
        openBlock();
        while (!tokens.at(Token.Kind.DEDENT)) {
            if (tokens.at("def")) {
                methods.add(function());
            } else if (statement() instanceof Statement.Assign assign) {
                field(assign, fields);
            }
        }
        int end = tokens.lastEnd();
        tokens.next();
        return new ClassSource(end, name, base, fields, List.copyOf(methods));
    }

    private String text(Expression expression) {
        return text.substring(expression.start(), expression.end());
    }

    private static void field(Statement.Assign assign, Map<String, ClassSource.Field> fields) {
        Expression target = assign.target();
        if (target instanceof Expression.Name name) {
            fields.put(name.text(), new ClassSource.Field(assign.annotation(), assign.value()));
        } else if (target instanceof Expression.Subscript subscript
                && subscript.of() instanceof Expression.Name name
                && name.text().equals("__annotations__")
                && subscript.index() instanceof Expression.Literal key) {
            // Attributes whose names are no Python names, such as the numbers of a container's modules.
            fields.put(String.valueOf(key.value()), new ClassSource.Field(assign.value(), null));
        }
    }

    private FunctionSource function() {
        int start = text.lastIndexOf('\n', tokens.expect("def").start()) + 1;
        Token name = tokens.expect(Token.Kind.NAME);
        int open = tokens.expect("(").end();
        List<FunctionSource.Parameter> parameters = new ArrayList<>();
        while (!tokens.at(")")) {
            tokens.accept("*");
            if (!tokens.at(",")) {
                parameters.add(parameter());
            }
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect(")");
        Expression returns = tokens.accept("->") ? expressions.expression() : null;
        tokens.expect(":");
        tokens.expect(Token.Kind.NEWLINE);
        int bodyStart = tokens.peek().start();
        tokens.expect(Token.Kind.INDENT);
        List<Statement> body = statements();
        int end = tokens.lastEnd();
        tokens.expect(Token.Kind.DEDENT);
        return new FunctionSource(
                start, end, name.text(), name.start(), open, List.copyOf(parameters), returns, bodyStart, body);
    }

    private FunctionSource.Parameter parameter() {
        Token name = tokens.expect(Token.Kind.NAME);
        Expression type = tokens.accept(":") ? expressions.expression() : null;
        Expression value = tokens.accept("=") ? expressions.expression() : null;
        return new FunctionSource.Parameter(name.text(), name.end(), tokens.lastEnd(), type, value);
    }

    private List<Statement> block() {
        openBlock();
        List<Statement> statements = statements();
        tokens.expect(Token.Kind.DEDENT);
        return statements;
    }

    private void openBlock() {
        tokens.expect(":");
        tokens.expect(Token.Kind.NEWLINE);
        tokens.expect(Token.Kind.INDENT);
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (!tokens.at(Token.Kind.DEDENT)) {
            statements.add(statement());
        }
        return List.copyOf(statements);
    }

    private Statement statement() {
        tokens.enter();
        Statement statement = compound();
        if (statement == null) {
            statement = simple();
            if (tokens.at(Token.Kind.NEWLINE)) {
                tokens.next();
            } else {
                throw tokens.unexpected("the end of the line");
            }
        }
        tokens.leave();
        return statement;
    }

    private @Nullable Statement compound() {
        return switch (tokens.peek().text()) {
            case "if" -> ifStatement();
            case "while" -> {
                tokens.next();
                Expression condition = expressions.expression();
                yield new Statement.Loop(null, condition, block());
            }
            case "for" -> {
                tokens.next();
                Expression target = expressions.target();
                tokens.expect("in");
                Expression over = expressions.expressions();
                yield new Statement.Loop(target, over, block());
            }
            case "with" -> {
                tokens.next();
                List<Expression> contexts = new ArrayList<>();
                do {
                    contexts.add(expressions.expression());
                    if (tokens.accept("as")) {
                        expressions.target();
                    }
                } while (tokens.accept(","));
                yield new Statement.With(List.copyOf(contexts), block());
            }
            default -> null;
        };
    }

    private Statement ifStatement() {
        tokens.next();
        Expression condition = expressions.expression();
        List<Statement> then = block();
        List<Statement> otherwise = List.of();
        if (tokens.at("elif")) {
            tokens.enter();
            otherwise = List.of(ifStatement());
            tokens.leave();
        } else if (tokens.accept("else")) {
            otherwise = block();
        }
        return new Statement.If(condition, then, otherwise);
    }

    private Statement simple() {
        Token first = tokens.peek();
        if (first.is("pass") || first.is("break") || first.is("continue")) {
            tokens.next();
            return new Statement.Word(first.text());
        }
        if (tokens.accept("return")) {
            return new Statement.Return(tokens.at(Token.Kind.NEWLINE) ? null : expressions.expressions());
        }
        Expression value = expressions.expressions();
        if (tokens.accept(":")) {
            Expression annotation = expressions.expression();
            return new Statement.Assign(value, annotation, tokens.accept("=") ? expressions.expressions() : null);
        }
        if (tokens.accept("=")) {
            return new Statement.Assign(value, null, expressions.expressions());
        }
        if (tokens.at(Token.Kind.OPERATOR) && tokens.peek().text().endsWith("=")) {
            Token operator = tokens.next();
            Expression right = expressions.expressions();
            String name = operator.text().substring(0, operator.text().length() - 1);
            Expression sum = new Expression.Operation(value.start(), right.end(), name, List.of(value, right));
            return new Statement.Assign(value, null, sum);
        }
        return new Statement.Evaluate(value);
    }
}
