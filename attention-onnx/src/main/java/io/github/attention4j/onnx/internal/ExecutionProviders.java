package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.SessionConfigurer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime's execution providers by the names that people know them by. */
public final class ExecutionProviders {
    private static final Set<OrtProvider> BY_NAME = Set.of(
            OrtProvider.CPU,
            OrtProvider.CUDA,
            OrtProvider.TENSOR_RT,
            OrtProvider.ROCM,
            OrtProvider.CORE_ML,
            OrtProvider.DIRECT_ML,
            OrtProvider.NNAPI,
            OrtProvider.XNNPACK,
            OrtProvider.OPEN_VINO,
            OrtProvider.QNN,
            OrtProvider.WEBGPU);

    private ExecutionProviders() {}

    /**
     * What turns a provider on.
     *
     * @param name such as {@code CUDA}, {@code CoreML} or {@code DirectML}, in any case
     * @return sets it for each session
     * @throws InvalidRequestException if there is no provider of that name
     * @throws ModelFormatException if the native library on the class path was built without it
     */
    public static SessionConfigurer named(String name) {
        OrtProvider provider = find(name);
        Set<OrtProvider> available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(provider)) {
            throw new ModelFormatException("The ONNX Runtime library on the class path was built without " + name
                    + "; it has " + names(available) + ". Put one that has it in its place, such as "
                    + "com.microsoft.onnxruntime:onnxruntime_gpu for CUDA");
        }
        return options -> add(options, provider);
    }

    private static OrtProvider find(String name) {
        String wanted = plain(name);
        return BY_NAME.stream()
                .filter(provider -> plain(provider.name()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "There is no execution provider \"" + name + "\"; expected one of " + names(BY_NAME)));
    }

    private static String plain(String name) {
        return name.replaceAll("[_\\s-]|ExecutionProvider$", "").toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Set<OrtProvider> providers) {
        return Arrays.stream(OrtProvider.values())
                .filter(providers::contains)
                .map(provider -> provider.getName().replace("ExecutionProvider", ""))
                .toList();
    }

    private static void add(SessionOptions options, OrtProvider provider) throws OrtException {
        switch (provider) {
            case CUDA -> options.addCUDA();
            case TENSOR_RT -> options.addTensorrt(0);
            case ROCM -> options.addROCM();
            case CORE_ML -> options.addCoreML();
            case DIRECT_ML -> options.addDirectML(0);
            case NNAPI -> options.addNnapi();
            case XNNPACK -> options.addXnnpack(Map.of());
            case OPEN_VINO -> options.addOpenVINO("");
            case QNN -> options.addQnn(Map.of());
            case WEBGPU -> options.addWebGPU(Map.of());
            default -> options.addCPU(true);
        }
    }
}
