package io.github.attention4j.onnx.graph.rewrite;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.TensorType;
import io.github.attention4j.onnx.graph.wire.ByteRange;
import io.github.attention4j.onnx.graph.wire.WireReader;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an edited model. Everything that is not edited is copied as it is; weights are not even copied where the
 * written model can point to them in the original file, as ONNX's external data does for weights kept beside a model.
 */
public final class ModelWriter {
    /** Below this, a tensor may hold a shape or an index that the engine wants to see while it loads the graph. */
    private static final int SMALLEST_EXTERNAL_BYTES = 1024;

    private static final int MAIN_GRAPH = 7;
    private static final int OPERATOR_SET = 8;
    private static final int FUNCTION = 25;
    private static final int ATTRIBUTE_REFERENCE = 21;
    /** Inputs, outputs and attributes. */
    private static final Set<Integer> NODE_FIELDS_WRITTEN = Set.of(1, 2, 5);

    private final OnnxModel model;
    private final ByteBuffer bytes;
    private final @Nullable String weightsLocation;

    private ModelWriter(OnnxModel model, @Nullable String weightsLocation) {
        this.model = model;
        this.bytes = model.bytes();
        this.weightsLocation = weightsLocation;
    }

    /**
     * Writes a model whose weights stay in the original file.
     *
     * @param model the original
     * @param edit what changes
     * @param weightsLocation the original's file name, relative to the folder that the engine is told of
     * @return a small model that refers to the original
     */
    public static byte[] writeReferring(OnnxModel model, ModelEdit edit, String weightsLocation) {
        return new ModelWriter(model, weightsLocation).write(edit);
    }

    /**
     * Writes a model with all its weights.
     *
     * @param model the original
     * @param edit what changes
     * @return the whole model
     */
    public static byte[] writeWhole(OnnxModel model, ModelEdit edit) {
        return new ModelWriter(model, null).write(edit);
    }

    private byte[] write(ModelEdit edit) {
        WireWriter out = new WireWriter();
        WireReader reader = new WireReader(bytes, new ByteRange(0, bytes.limit()));
        boolean callsReplaced = !model.functions().isEmpty();
        while (reader.next()) {
            if (reader.field() == MAIN_GRAPH) {
                out.message(MAIN_GRAPH, graph -> writeGraph(graph, model.graph(), edit.main()));
            } else if (!callsReplaced || (reader.field() != FUNCTION && reader.field() != OPERATOR_SET)) {
                out.copy(bytes, reader.fieldRange());
            }
        }
        if (callsReplaced) {
            model.opsets()
                    .forEach((domain, version) -> out.message(
                            OPERATOR_SET, set -> set.string(1, domain).varint(2, version)));
        }
        return out.toByteArray();
    }

    private void writeGraph(WireWriter out, OnnxGraph graph, GraphEdit edit) {
        Needed needed = Needed.by(graph, edit);
        if (graph.asInFile()) {
            copyGraph(out, graph, edit, needed);
        } else {
            renameGraph(out, graph, edit, needed);
        }
        for (OnnxNode node : graph.nodes()) {
            if (needed.contains(node)) {
                writeNode(out, node, edit);
            }
        }
        edit.newNodes().forEach(node -> out.message(1, node::writeTo));
        edit.newTensors().forEach(tensor -> out.message(5, tensor::writeTo));
        edit.newInputs().forEach(input -> out.message(11, value -> writeInput(value, input)));
        edit.newTypes()
                .forEach((name, elementType) -> out.message(13, value -> value.string(1, name)
                        .message(2, type -> type.message(1, tensor -> tensor.varint(1, elementType)))));
        edit.newOutputs().forEach(name -> out.message(12, value -> value.string(1, name)));
    }

    /** Everything but the nodes, as the file has it. */
    private void copyGraph(WireWriter out, OnnxGraph graph, GraphEdit edit, Needed needed) {
        WireReader reader = new WireReader(bytes, graph.range());
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {}
                case 5 -> {
                    StoredTensor tensor = StoredTensor.read(reader.message(), reader.range());
                    if (needed.contains(tensor)) {
                        writeTensor(out, tensor);
                    }
                }
                case 12 -> {
                    if (edit.keepsOldOutputs()) {
                        out.copy(bytes, reader.fieldRange());
                    }
                }
                default -> out.copy(bytes, reader.fieldRange());
            }
        }
    }

    /** Everything but the nodes of a body within a function, under the names that it has at the call. */
    private void renameGraph(WireWriter out, OnnxGraph graph, GraphEdit edit, Needed needed) {
        out.string(2, graph.name());
        graph.initializers().values().stream().filter(needed::contains).forEach(tensor -> writeTensor(out, tensor));
        graph.inputs().forEach(input -> out.message(11, value -> writeType(value, input)));
        graph.values().values().forEach(inner -> out.message(13, value -> writeType(value, inner)));
        if (edit.keepsOldOutputs()) {
            graph.outputs().forEach(output -> out.message(12, value -> writeType(value, output)));
        }
    }

    private void writeNode(WireWriter out, OnnxNode node, GraphEdit graphEdit) {
        NodeEdit edit = graphEdit.nodes().get(node.index());
        if (edit == null && node.asInFile()) {
            out.message(1, message -> message.copy(bytes, node.range()));
            return;
        }
        NodeEdit change = edit == null ? new NodeEdit() : edit;
        out.message(1, message -> {
            if (node.asInFile()) {
                WireReader reader = new WireReader(bytes, node.range());
                while (reader.next()) {
                    if (!NODE_FIELDS_WRITTEN.contains(reader.field())) {
                        message.copy(bytes, reader.fieldRange());
                    }
                }
            } else {
                message.string(3, node.name()).string(4, node.operator()).string(7, node.domain());
            }
            node.inputs().forEach(name -> message.string(1, name));
            change.outputsAfter(node.outputs()).forEach(name -> message.string(2, name));
            node.attributes().values().forEach(attribute -> writeOldAttribute(message, attribute, change));
            change.attributes()
                    .forEach((name, value) ->
                            message.message(5, attribute -> NewNode.writeAttribute(attribute, name, value)));
        });
    }

    private void writeOldAttribute(WireWriter out, OnnxAttribute attribute, NodeEdit edit) {
        if (edit.attributes().containsKey(attribute.name())) {
            return;
        }
        OnnxGraph body = attribute.graph();
        GraphEdit bodyEdit = edit.bodies().getOrDefault(attribute.name(), new GraphEdit());
        out.message(5, message -> {
            message.string(1, attribute.name());
            WireReader reader = new WireReader(bytes, attribute.range());
            while (reader.next()) {
                if (reader.field() == 6 && body != null) {
                    message.message(6, graph -> writeGraph(graph, body, bodyEdit));
                } else if (reader.field() != 1 && reader.field() != ATTRIBUTE_REFERENCE) {
                    message.copy(bytes, reader.fieldRange());
                }
            }
        });
    }

    private void writeTensor(WireWriter out, StoredTensor tensor) {
        ByteRange data = tensor.data();
        out.message(5, message -> {
            if (weightsLocation == null || data == null || data.length() < SMALLEST_EXTERNAL_BYTES) {
                WireReader reader = new WireReader(bytes, tensor.range());
                while (reader.next()) {
                    if (reader.field() != 8) {
                        message.copy(bytes, reader.fieldRange());
                    }
                }
                message.string(8, tensor.name());
                return;
            }
            tensor.shape().forEach(extent -> message.varint(1, extent));
            message.varint(2, tensor.elementType()).string(8, tensor.name());
            Map.of("location", weightsLocation, "offset", "" + data.start(), "length", "" + data.length())
                    .forEach((key, value) ->
                            message.message(13, entry -> entry.string(1, key).string(2, value)));
            message.varint(14, 1);
        });
    }

    private static void writeType(WireWriter out, TensorType value) {
        out.string(1, value.name());
        if (value.elementType() == 0) {
            return;
        }
        out.message(
                2,
                type -> type.message(1, tensor -> {
                    tensor.varint(1, value.elementType());
                    List<TensorType.Extent> extents = value.shape();
                    if (extents != null) {
                        tensor.message(
                                2,
                                shape -> extents.forEach(extent -> shape.message(1, dimension -> {
                                    if (extent.value() >= 0) {
                                        dimension.varint(1, extent.value());
                                    } else if (!extent.symbol().isEmpty()) {
                                        dimension.string(2, extent.symbol());
                                    }
                                })));
                    }
                }));
    }

    private static void writeInput(WireWriter out, GraphEdit.NewInput input) {
        out.string(1, input.name())
                .message(
                        2,
                        type -> type.message(1, tensor -> tensor.varint(1, input.elementType())
                                .message(2, shape -> {
                                    for (int axis = 0; axis < input.rank(); axis++) {
                                        String symbol = input.name() + "_" + axis;
                                        shape.message(1, extent -> extent.string(2, symbol));
                                    }
                                })));
    }
}
