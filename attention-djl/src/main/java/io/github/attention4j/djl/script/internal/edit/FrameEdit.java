package io.github.attention4j.djl.script.internal.edit;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.flow.Frame;
import io.github.attention4j.djl.script.internal.source.Expression;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.Statement;
import java.util.List;

/** A function's source on its way to a copy that passes the attention on; the entry itself is changed in place. */
final class FrameEdit {
    private static final String GATHERED = Helpers.TENSORS + ", " + Helpers.CODES + ", " + Helpers.WANTED + ", ";
    private static final String PARAMETERS =
            Helpers.TENSORS + ": List[Tensor], " + Helpers.CODES + ": List[int], " + Helpers.WANTED + ": Tensor";

    private final Frame frame;
    private final String name;
    private final TextEdits edits = new TextEdits();

    FrameEdit(Frame frame, int number, Demand demand) {
        this.frame = frame;
        FunctionSource function = frame.function();
        boolean entry = frame.caller() == null;
        this.name = entry ? function.name() : function.name() + "__" + Helpers.NAME + "_" + number;
        if (entry) {
            changeEntry(function, demand);
        } else {
            changeSignature(function);
        }
    }

    private void changeSignature(FunctionSource function) {
        edits.replace(
                function.nameStart(), function.nameStart() + function.name().length(), name);
        if (frame.owner() != null) {
            edits.insert(function.parameters().get(0).end(), ", " + PARAMETERS);
        } else {
            edits.insert(function.open(), PARAMETERS + (function.parameters().isEmpty() ? "" : ", "));
        }
    }

    private void changeEntry(FunctionSource function, Demand demand) {
        String text = frame.file().text();
        int code = function.bodyStart();
        while (text.charAt(code) == ' ') {
            code++;
        }
        String indentation = text.substring(function.bodyStart(), code);
        edits.insert(
                function.bodyStart(),
                indentation + Helpers.TENSORS + " = annotate(List[Tensor], [])\n" + indentation + Helpers.CODES
                        + " = annotate(List[int], [])\n");
        if (demand.told()) {
            edits.insert(function.parameters().get(0).end(), ", " + Helpers.WANTED + ": Tensor");
        } else {
            edits.insert(
                    function.bodyStart(),
                    indentation + Helpers.WANTED + " = torch.ones([" + demand.codes()
                            + "], dtype=11, layout=None, device=None, pin_memory=None)\n");
        }
        Expression returns = function.returns();
        if (returns != null) {
            edits.insert(returns.start(), "Tuple[");
            edits.insert(returns.end(), ", List[Tensor], Tensor]");
        }
        changeReturns(function.body());
    }

    private void changeReturns(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Return end) {
                Expression value = end.value();
                if (value == null) {
                    throw new ModelFormatException(
                            "forward in code/" + frame.file().path()
                                    + " returns nothing on one of its ways; such a model cannot be rewritten");
                }
                edits.insert(value.start(), "((");
                edits.insert(
                        value.end(),
                        "), " + Helpers.TENSORS + ", torch.tensor(" + Helpers.CODES
                                + ", dtype=4, device=None, requires_grad=False))");
            } else if (statement instanceof Statement.If condition) {
                changeReturns(condition.then());
                changeReturns(condition.otherwise());
            } else if (statement instanceof Statement.Loop loop) {
                changeReturns(loop.body());
            } else if (statement instanceof Statement.With with) {
                changeReturns(with.body());
            }
        }
    }

    /** Lets an expression's value be seen on its way. */
    void see(Expression expression, long code, long axis) {
        edits.insert(expression.start(), Helpers.seen() + "(" + GATHERED + code + ", " + axis + ", ");
        edits.insert(expression.end(), ", )");
    }

    /** Lets a call go to a helper instead of an operator. */
    void redirect(Expression.Call call, HelperFunction helper, String numbers) {
        edits.replace(call.callee().start(), call.callee().end(), helper.qualified());
        edits.insert(call.open(), GATHERED + numbers);
    }

    /** Lets a call go to a copy that passes the attention on. */
    void call(Expression.Call call, FrameEdit callee) {
        int end = call.callee().end();
        if (callee.frame.owner() != null && call.callee() instanceof Expression.Attribute method) {
            edits.replace(end - method.name().length(), end, callee.name);
        } else {
            String path = callee.frame.file().path();
            String module = path.substring(0, path.length() - ".py".length()).replace('/', '.');
            edits.replace(call.callee().start(), end, module + "." + callee.name);
        }
        edits.insert(call.open(), GATHERED);
    }

    /** The changed function. */
    String source() {
        FunctionSource function = frame.function();
        String source = edits.apply(frame.file().text(), function.start(), function.end());
        return source.endsWith("\n") ? source : source + "\n";
    }
}
