package io.github.attention4j.onnx.graph;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.graph.wire.ByteRange;
import io.github.attention4j.onnx.graph.wire.WireReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the structure of an ONNX file and steps over its weights, so that time and memory follow the number of nodes
 * and not the size of the model.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class OnnxModelReader {
    /** Bodies within bodies: far more than real models have, far less than a stack takes. */
    private static final int DEEPEST_NESTING = 64;

    private static final String ORT_IDENTIFIER = "ORTM";

    private final ByteBuffer bytes;

    private OnnxModelReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a model.
     *
     * @param file the whole file
     * @return the model; keeps a view of the buffer
     * @throws ModelFormatException if the bytes are not an ONNX model
     */
    public static OnnxModel read(ByteBuffer file) {
        ByteBuffer bytes = file.asReadOnlyBuffer().rewind();
        return new OnnxModelReader(bytes).model();
    }

    private OnnxModel model() {
        if (isOrtFormat()) {
            throw new ModelFormatException("This is ONNX Runtime's own format (.ort): a graph that is compiled for one "
                    + "runtime and cannot be given more outputs. Open the .onnx file that it was converted from");
        }
        WireReader reader = new WireReader(bytes, new ByteRange(0, bytes.limit()));
        long irVersion = 0;
        String producer = "";
        Map<String, Long> opsets = new LinkedHashMap<>();
        OnnxGraph graph = null;
        List<OnnxFunction> functions = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> irVersion = reader.varint();
                case 2 -> producer = reader.string();
                case 3 -> producer = (producer + " " + reader.string()).strip();
                case 7 -> {
                    if (graph != null) {
                        throw new ModelFormatException("Not a well-formed ONNX file: it has two main graphs");
                    }
                    graph = graph(reader.range(), 0);
                }
                case 8 -> operatorSet(reader.message(), opsets);
                case 25 -> functions.add(function(reader.message(), reader.range()));
                default -> {}
            }
        }
        if (graph == null || graph.nodes().isEmpty()) {
            throw new ModelFormatException("Not an ONNX model: there is no graph with nodes in it. Expected a file "
                    + "written by an ONNX exporter (ModelProto); TorchScript and safetensors files are other formats");
        }
        for (OnnxFunction function : functions) {
            // A function may use operator sets that the main graph does not; where both do, versions mean the same.
            function.opsets().forEach(opsets::putIfAbsent);
        }
        OnnxGraph whole = FunctionCalls.replaced(graph, functions);
        Cycles.refuse(whole);
        return new OnnxModel(bytes, irVersion, producer, opsets, whole, functions);
    }

    /** A flat buffer, which names its format behind the offset of its first table. */
    private boolean isOrtFormat() {
        if (bytes.limit() < ORT_IDENTIFIER.length() + Integer.BYTES) {
            return false;
        }
        for (int i = 0; i < ORT_IDENTIFIER.length(); i++) {
            if (bytes.get(Integer.BYTES + i) != ORT_IDENTIFIER.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void operatorSet(WireReader reader, Map<String, Long> opsets) {
        String domain = "";
        long version = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> domain = reader.string();
                case 2 -> version = reader.varint();
                default -> {}
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    private OnnxGraph graph(ByteRange range, int depth) {
        if (depth > DEEPEST_NESTING) {
            throw new ModelFormatException("Not a well-formed ONNX file: graphs nested deeper than " + DEEPEST_NESTING);
        }
        WireReader reader = new WireReader(bytes, range);
        String name = "";
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, StoredTensor> initializers = new LinkedHashMap<>();
        List<TensorType> inputs = new ArrayList<>();
        List<TensorType> outputs = new ArrayList<>();
        Map<String, TensorType> values = new LinkedHashMap<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> nodes.add(node(reader.message(), nodes.size(), reader.range(), depth));
                case 2 -> name = reader.string();
                case 5 -> {
                    StoredTensor tensor = StoredTensor.read(reader.message(), reader.range());
                    initializers.put(tensor.name(), tensor);
                }
                case 11 -> inputs.add(value(reader.message()));
                case 12 -> outputs.add(value(reader.message()));
                case 13 -> {
                    TensorType value = value(reader.message());
                    values.put(value.name(), value);
                }
                default -> {}
            }
        }
        return new OnnxGraph(name, nodes, initializers, inputs, outputs, values, true, range);
    }

    private OnnxFunction function(WireReader reader, ByteRange range) {
        String name = "";
        String domain = "";
        String overload = "";
        List<OnnxNode> nodes = new ArrayList<>();
        List<TensorType> inputs = new ArrayList<>();
        List<TensorType> outputs = new ArrayList<>();
        Map<String, OnnxAttribute> defaults = new LinkedHashMap<>(0);
        Map<String, Long> opsets = new LinkedHashMap<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 4 -> inputs.add(new TensorType(reader.string(), 0, null));
                case 5 -> outputs.add(new TensorType(reader.string(), 0, null));
                case 7 -> nodes.add(node(reader.message(), nodes.size(), reader.range(), 0));
                case 9 -> operatorSet(reader.message(), opsets);
                case 10 -> domain = reader.string();
                case 11 -> {
                    OnnxAttribute attribute = attribute(reader.message(), reader.range(), 0);
                    defaults.put(attribute.name(), attribute);
                }
                case 13 -> overload = reader.string();
                default -> {}
            }
        }
        OnnxGraph body = new OnnxGraph(name, nodes, Map.of(), inputs, outputs, Map.of(), true, range);
        return new OnnxFunction(domain, name, overload, body, defaults, opsets);
    }

    private OnnxNode node(WireReader reader, int index, ByteRange range, int depth) {
        String name = "";
        String operator = "";
        String domain = "";
        List<String> inputs = new ArrayList<>(3);
        List<String> outputs = new ArrayList<>(1);
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(4);
        String overload = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> inputs.add(reader.string());
                case 2 -> outputs.add(reader.string());
                case 3 -> name = reader.string();
                case 4 -> operator = reader.string();
                case 5 -> {
                    OnnxAttribute attribute = attribute(reader.message(), reader.range(), depth);
                    attributes.put(attribute.name(), attribute);
                }
                case 7 -> domain = reader.string();
                case 8 -> overload = reader.string();
                default -> {}
            }
        }
        return new OnnxNode(index, name, operator, domain, inputs, outputs, attributes, overload, true, range);
    }

    private OnnxAttribute attribute(WireReader reader, ByteRange range, int depth) {
        String name = "";
        int type = 0;
        long integer = 0;
        float real = 0;
        String text = "";
        List<Long> integers = new ArrayList<>(0);
        List<Float> reals = new ArrayList<>(0);
        StoredTensor tensor = null;
        OnnxGraph graph = null;
        String reference = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> real = reader.float32();
                case 3 -> integer = reader.varint();
                case 4 -> text = reader.string();
                case 5 -> tensor = StoredTensor.read(reader.message(), reader.range());
                case 6 -> graph = graph(reader.range(), depth + 1);
                case 7 -> floats(reader, reals);
                case 8 -> reader.varints(integers::add);
                case 20 -> type = (int) reader.varint();
                case 21 -> reference = reader.string();
                default -> {}
            }
        }
        return new OnnxAttribute(name, type, integer, real, text, integers, reals, tensor, graph, reference, range);
    }

    private void floats(WireReader reader, List<Float> target) {
        if (!reader.isLengthDelimited()) {
            target.add(reader.float32());
            return;
        }
        ByteRange packed = reader.range();
        ByteBuffer numbers = bytes.slice(packed.start(), packed.length()).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.remaining() >= Float.BYTES) {
            target.add(numbers.getFloat());
        }
    }

    private static TensorType value(WireReader reader) {
        String name = "";
        int elementType = 0;
        List<TensorType.Extent> shape = null;
        while (reader.next()) {
            if (reader.field() == 1) {
                name = reader.string();
            } else if (reader.field() == 2) {
                WireReader type = reader.message();
                while (type.next()) {
                    if (type.field() == 1) {
                        WireReader tensorType = type.message();
                        while (tensorType.next()) {
                            if (tensorType.field() == 1) {
                                elementType = (int) tensorType.varint();
                            } else if (tensorType.field() == 2) {
                                shape = shape(tensorType.message());
                            }
                        }
                    }
                }
            }
        }
        return new TensorType(name, elementType, shape);
    }

    private static List<TensorType.Extent> shape(WireReader reader) {
        List<TensorType.Extent> shape = new ArrayList<>(4);
        while (reader.next()) {
            if (reader.field() == 1) {
                WireReader dimension = reader.message();
                long value = -1;
                String symbol = "";
                while (dimension.next()) {
                    if (dimension.field() == 1) {
                        value = dimension.varint();
                    } else if (dimension.field() == 2) {
                        symbol = dimension.string();
                    }
                }
                shape.add(new TensorType.Extent(value, symbol));
            }
        }
        return shape;
    }
}
