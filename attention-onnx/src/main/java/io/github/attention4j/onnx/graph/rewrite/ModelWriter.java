package io.github.attention4j.onnx.graph.rewrite;

import io.github.attention4j.onnx.graph.OnnxFunction;
import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.wire.ByteRange;
import io.github.attention4j.onnx.graph.wire.WireReader;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an edited model. Everything that is not edited is copied as it is; weights are not even copied where the
 * written model can point to them in the original file, as ONNX's external data does for weights kept beside a model.
 */
public final class ModelWriter {
    /** Below this, a tensor may hold a shape or an index that the engine wants to see while it loads the graph. */
    private static final int SMALLEST_EXTERNAL_BYTES = 1024;

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
        int function = 0;
        while (reader.next()) {
            if (reader.field() == 7) {
                out.message(7, graph -> writeGraph(graph, model.graph(), edit.main()));
            } else if (reader.field() == 25) {
                GraphEdit functionEdit = edit.functions().get(function);
                OnnxFunction original = model.functions().get(function++);
                if (functionEdit == null) {
                    out.copy(bytes, reader.fieldRange());
                } else {
                    out.message(25, body -> writeFunction(body, original.body(), functionEdit));
                }
            } else {
                out.copy(bytes, reader.fieldRange());
            }
        }
        return out.toByteArray();
    }

    private void writeGraph(WireWriter out, OnnxGraph graph, GraphEdit edit) {
        Needed needed = Needed.by(graph, edit);
        Iterator<OnnxNode> nodes = graph.nodes().iterator();
        WireReader reader = new WireReader(bytes, graph.range());
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    OnnxNode node = nodes.next();
                    if (needed.contains(node)) {
                        writeNode(out, 1, node, reader.fieldRange(), edit);
                    }
                }
                case 5 -> writeTensor(out, reader, needed);
                case 12 -> {
                    if (edit.keepsOldOutputs()) {
                        out.copy(bytes, reader.fieldRange());
                    }
                }
                default -> out.copy(bytes, reader.fieldRange());
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

    private void writeFunction(WireWriter out, OnnxGraph body, GraphEdit edit) {
        Iterator<OnnxNode> nodes = body.nodes().iterator();
        WireReader reader = new WireReader(bytes, body.range());
        while (reader.next()) {
            if (reader.field() == 7) {
                writeNode(out, 7, nodes.next(), reader.fieldRange(), edit);
            } else {
                out.copy(bytes, reader.fieldRange());
            }
        }
        edit.newNodes().forEach(node -> out.message(7, node::writeTo));
        edit.newOutputs().forEach(name -> out.string(5, name));
    }

    private void writeNode(WireWriter out, int field, OnnxNode node, ByteRange whole, GraphEdit graphEdit) {
        NodeEdit edit = graphEdit.nodes().get(node.index());
        if (edit == null) {
            out.copy(bytes, whole);
            return;
        }
        out.message(field, message -> {
            WireReader reader = new WireReader(bytes, node.range());
            while (reader.next()) {
                if (reader.field() == 5) {
                    writeOldAttribute(message, node, reader, edit);
                } else if (reader.field() != 2) {
                    message.copy(bytes, reader.fieldRange());
                }
            }
            edit.outputsAfter(node.outputs()).forEach(name -> message.string(2, name));
            edit.attributes()
                    .forEach((name, value) ->
                            message.message(5, attribute -> NewNode.writeAttribute(attribute, name, value)));
        });
    }

    private void writeOldAttribute(WireWriter out, OnnxNode node, WireReader field, NodeEdit edit) {
        String name = attributeName(field);
        GraphEdit bodyEdit = edit.bodies().get(name);
        if (edit.attributes().containsKey(name)) {
            return;
        }
        if (bodyEdit == null) {
            out.copy(bytes, field.fieldRange());
            return;
        }
        OnnxGraph body = node.body(name);
        out.message(5, attribute -> {
            WireReader reader = field.message();
            while (reader.next()) {
                if (reader.field() == 6) {
                    attribute.message(6, graph -> writeGraph(graph, body, bodyEdit));
                } else {
                    attribute.copy(bytes, reader.fieldRange());
                }
            }
        });
    }

    private static String attributeName(WireReader field) {
        WireReader reader = field.message();
        while (reader.next()) {
            if (reader.field() == 1) {
                return reader.string();
            }
        }
        return "";
    }

    private void writeTensor(WireWriter out, WireReader field, Needed needed) {
        StoredTensor tensor = StoredTensor.read(field.message(), field.range());
        if (!needed.contains(tensor)) {
            return;
        }
        ByteRange data = tensor.data();
        if (weightsLocation == null || data == null || data.length() < SMALLEST_EXTERNAL_BYTES) {
            out.copy(bytes, field.fieldRange());
            return;
        }
        out.message(5, message -> {
            tensor.shape().forEach(extent -> message.varint(1, extent));
            message.varint(2, tensor.elementType()).string(8, tensor.name());
            Map.of("location", weightsLocation, "offset", "" + data.start(), "length", "" + data.length())
                    .forEach((key, value) ->
                            message.message(13, entry -> entry.string(1, key).string(2, value)));
            message.varint(14, 1);
        });
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
