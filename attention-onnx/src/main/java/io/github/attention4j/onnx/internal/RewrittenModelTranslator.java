package io.github.attention4j.onnx.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.Transfer;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between requests and the arrays of DJL's engine; thread-safe. */
public final class RewrittenModelTranslator implements NoBatchifyTranslator<AttentionRequest, AttentionResult> {
    private static final String PREPARED = "attention4j.prepared";

    private final OnnxRunner runner;
    private final Planner.Draft draft;

    RewrittenModelTranslator(OnnxRunner runner, Planner.Draft draft) {
        this.runner = runner;
        this.draft = draft;
    }

    @Override
    public NDList processInput(TranslatorContext context, AttentionRequest request) {
        requireWhole(request);
        PreparedRequest prepared = runner.prepare(request);
        Map<String, Tensor> inputs = prepared.inputs(runner.inputs());
        ModelInputs.check(runner.inputs(), inputs);
        context.setAttachment(PREPARED, prepared);
        NDList list = new NDList();
        inputs.forEach((name, tensor) -> {
            ByteBuffer bytes = ByteBuffer.allocateDirect(tensor.bytes().remaining())
                    .order(tensor.bytes().order());
            bytes.put(tensor.bytes()).rewind();
            NDArray array = context.getNDManager().create(bytes, new Shape(tensor.shape()), type(tensor.type()));
            array.setName(name);
            list.add(array);
        });
        return list;
    }

    @Override
    public AttentionResult processOutput(TranslatorContext context, NDList list) {
        PreparedRequest prepared = (PreparedRequest) context.getAttachment(PREPARED);
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (NDArray array : list) {
            outputs.put(array.getName(), output(array));
        }
        List<Planner.SiteOutputs> wanted =
                prepared.key().sites().stream().map(draft.sites()::get).toList();
        List<String> own = prepared.request().outputs() ? draft.ownOutputs() : List.of();
        return new ResultAssembler(prepared.request(), prepared.labels(), List.of(), outputs)
                .assemble(runner.model(), new Planner.Draft(draft.edit(), wanted, own));
    }

    private static void requireWhole(AttentionRequest request) {
        boolean whole = request.heads().isAll()
                && request.queryRows().isAll()
                && request.keyColumns().isAll()
                && request.reduction() instanceof Reduction.None
                && request.transfer() == Transfer.EXACT;
        if (!whole || request.vectors() || request.scores()) {
            throw new InvalidRequestException("This model returns all weights of a layer, and nothing else but its own "
                    + "outputs; an OnnxAttentionExtractor picks heads, rows and columns, reduces, and gives vectors");
        }
    }

    private static Output output(NDArray array) {
        ElementType type = array.getDataType() == DataType.BOOLEAN
                ? ElementType.BOOL
                : ElementType.valueOf(array.getDataType().name());
        ByteBuffer bytes = array.toByteBuffer();
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.nativeOrder());
        copy.put(bytes).rewind();
        return Output.of(array.getShape().getShape(), type, copy);
    }

    private static DataType type(ElementType type) {
        return type == ElementType.BOOL ? DataType.BOOLEAN : DataType.valueOf(type.name());
    }
}
