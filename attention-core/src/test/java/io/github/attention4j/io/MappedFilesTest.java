package io.github.attention4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safetensors, and files whose numbers stay where they are. */
class MappedFilesTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final Path FOREIGN = RESOURCES.resolve("safetensors/mixed.safetensors");

    @TempDir
    private Path folder;

    private static void assertForeign(Map<String, Tensor> arrays) {
        assertThat(arrays).containsOnlyKeys("weights", "half", "ids", "mask", "number");
        assertThat(arrays.get("weights").shape()).containsExactly(1, 2, 3, 4);
        assertThat(arrays.get("weights").toFloatArray()[23]).isEqualTo(23 / 7f);
        assertThat(arrays.get("half").type()).isEqualTo(ElementType.FLOAT16);
        assertThat(arrays.get("half").toFloatArray()).startsWith(0.5f, -2f);
        assertThat(arrays.get("ids").toLongArray()).containsExactly(5, -1, 1L << 40);
        assertThat(arrays.get("mask").toLongArray()).containsExactly(1, 0, 1);
        assertThat(arrays.get("number").toFloatArray()).containsExactly(0.1f);
    }

    @Test
    void safetensorsOfAnotherWriterAreRead() {
        assertForeign(Safetensors.read(FOREIGN));
        assertForeign(Safetensors.map(FOREIGN));
        assertThat(Safetensors.map(FOREIGN).get("weights").bytes().isDirect()).isTrue();
    }

    @Test
    void safetensorsComeBackAsTheyWere() throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>(Safetensors.read(FOREIGN));
        arrays.putAll(Npz.read(RESOURCES.resolve("npz/stored.npz")));
        Path file = folder.resolve("all.safetensors");
        Safetensors.write(file, arrays);
        Map<String, Tensor> back = Safetensors.read(file);
        assertThat(back.keySet()).containsExactlyElementsOf(arrays.keySet());
        back.forEach((name, tensor) -> {
            assertThat(tensor.toString()).isEqualTo(arrays.get(name).toString());
            assertThat(tensor.toFloatArray()).containsExactly(arrays.get(name).toFloatArray());
        });
        long header = Files.size(file)
                - arrays.values().stream()
                        .mapToLong(it -> it.bytes().remaining())
                        .sum();
        assertThat(header % 8).isZero();
    }

    @Test
    void whatNumpyStoredIsMapped() {
        Path file = RESOURCES.resolve("npz/stored.npz");
        Map<String, Tensor> read = Npz.read(file);
        Map<String, Tensor> mapped = Npz.map(file);
        assertThat(mapped.keySet()).containsExactlyElementsOf(read.keySet());
        mapped.forEach((name, tensor) -> {
            assertThat(tensor.toString()).isEqualTo(read.get(name).toString());
            assertThat(tensor.toFloatArray()).containsExactly(read.get(name).toFloatArray());
        });
        assertThat(mapped.get("f4").bytes().isDirect()).isTrue();
        assertThatThrownBy(() -> Npz.map(RESOURCES.resolve("npz/deflated.npz")))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("numpy.savez");
        assertThatThrownBy(() -> Npz.map(RESOURCES.resolve("npz/fortran.npz"))).hasMessageContaining("Fortran");
        assertThatThrownBy(() -> Npz.map(FOREIGN)).hasMessageContaining("not an npz file");
    }

    @Test
    void aResultStaysInItsFile() {
        AttentionResult result = AttentionResult.builder()
                .layer(AttentionKind.DECODER, 2, TokenSequence.ofTexts("a", "b"), new float[] {1, 0, 0.25f, 0.75f})
                .build();
        Path file = folder.resolve("one.safetensors");
        AttentionSafetensors.write(file, result);
        for (AttentionResult back : new AttentionResult[] {
            AttentionSafetensors.read(file, TokensJson.of(result)),
            AttentionSafetensors.map(file, TokensJson.of(result))
        }) {
            assertThat(back.stack(AttentionKind.DECODER).matrix(2, 0).toArray()).containsExactly(1, 0, 0.25f, 0.75f);
            assertThat(back.stack(AttentionKind.DECODER).keyTokens().texts()).containsExactly("a", "b");
        }
        assertThat(AttentionSafetensors.map(file, TokensJson.of(result))
                        .stack(AttentionKind.DECODER)
                        .layer(2)
                        .weights()
                        .isDirect())
                .isTrue();
    }

    /** Whatever byte is wrong: an exception of ours, or numbers. */
    @Property(tries = 300)
    void damageIsNamed(@ForAll @IntRange(max = 1 << 20) int at, @ForAll byte value, @ForAll boolean cut)
            throws IOException {
        Path temporary = Files.createTempDirectory("damage");
        for (Path intact : new Path[] {FOREIGN, RESOURCES.resolve("npz/stored.npz")}) {
            byte[] bytes = Files.readAllBytes(intact);
            bytes[at % bytes.length] = value;
            byte[] damaged = cut ? Arrays.copyOf(bytes, at % bytes.length) : bytes;
            Path file = Files.write(temporary.resolve("file"), damaged);
            try {
                Map<String, Tensor> arrays = intact.equals(FOREIGN) ? Safetensors.map(file) : Npz.map(file);
                arrays.values()
                        .forEach(tensor -> assertThat(tensor.toFloatArray()).hasSize(tensor.size()));
            } catch (AttentionFileException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            Files.delete(file);
        }
        Files.delete(temporary);
    }
}
