package io.github.attention4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    private static Map<String, Tensor> fixture(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NpzTest.class.getResourceAsStream("/npz/" + name))) {
            return Npz.read(in, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsWhatNumpyWrote(String file) throws IOException {
        Map<String, Tensor> arrays = fixture(file);
        assertThat(arrays.get("f4").shape()).containsExactly(2, 3);
        assertThat(arrays.get("f4").toFloatArray())
                .containsExactly(1.5f, -2f, Float.POSITIVE_INFINITY, 0.1f, 0.2f, 0.3f);
        assertThat(arrays.get("f8").toFloatArray()).containsExactly(1.5f, -2.25f);
        assertThat(arrays.get("f2").toFloatArray())
                .containsExactly(1f, -0.5f, 0x1p-24f, 65504f, Float.POSITIVE_INFINITY);
        assertThat(arrays.get("i8").toLongArray()).containsExactly(-1, 1L << 62);
        assertThat(arrays.get("i4").toLongArray()).containsExactly(1, -2, 3);
        assertThat(arrays.get("i1").toLongArray()).containsExactly(-128, 127);
        assertThat(arrays.get("u1").toLongArray()).containsExactly(0, 255);
        assertThat(arrays.get("b1").toLongArray()).containsExactly(1, 0);
        assertThat(arrays.get("big").toLongArray()).containsExactly(1, 2);
        assertThat(arrays.get("scalar").shape()).isEmpty();
        assertThat(arrays.get("scalar").toLongArray()).containsExactly(7);
        assertThat(arrays.get("empty").shape()).containsExactly(0, 3);
    }

    @Property(tries = 200)
    void roundTripKeepsEveryBit(
            @ForAll ElementType type,
            @ForAll @Size(max = 4) int[] extents,
            @ForAll boolean bigEndian,
            @ForAll @IntRange(max = 1000) int seed)
            throws IOException {
        if (type == ElementType.BFLOAT16) {
            return;
        }
        long[] shape = Arrays.stream(extents)
                .mapToLong(extent -> Math.floorMod(extent, 5))
                .toArray();
        byte[] content = new byte[(int) Tensor.elementCount(shape) * type.bytes()];
        new java.util.Random(seed).nextBytes(content);
        ByteBuffer bytes = ByteBuffer.wrap(content).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        Tensor written = Tensor.wrap(type, bytes, shape);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npz.write(out, Map.of("array", written));
        Tensor read =
                Npz.read(new ByteArrayInputStream(out.toByteArray()), "memory").get("array");
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.shape()).isEqualTo(shape);
        if (type.isFloat()) {
            assertThat(read.toFloatArray()).containsExactly(written.toFloatArray());
        } else {
            assertThat(read.toLongArray()).containsExactly(written.toLongArray());
        }
    }

    @Test
    void numpyReadsWhatIsWritten(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("out.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("output:logits", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
        arrays.put("ids", Tensor.ofLongs(new long[] {5, -6}, 2));
        Npz.write(file, arrays);
        String script = "import numpy as n,sys; z=n.load(sys.argv[1]); "
                + "print(z['output:logits'].tolist(), z['output:logits'].dtype, z['ids'].tolist(), z['ids'].dtype)";
        Process python;
        try {
            python = new ProcessBuilder("/usr/bin/python3", "-c", script, file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("There is no python3 here to read the file with");
            return;
        }
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeFalse(printed.contains("No module named"), "There is no numpy here to read the file with");
        assertThat(python.waitFor()).isZero();
        assertThat(printed.strip()).isEqualTo("[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]] float32 [5, -6] int64");
    }

    @Test
    void refusesWhatItCannotRead(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> fixture("fortran.npz"))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("Fortran");
        assertThatThrownBy(() -> fixture("complex.npz"))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("c8");
        assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz")))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("none.npz");
        Path text = Files.writeString(folder.resolve("text.npz"), "no zip at all");
        assertThatThrownBy(() -> Npz.read(text)).isInstanceOf(AttentionFileException.class);
        byte[] whole = Objects.requireNonNull(NpzTest.class.getResourceAsStream("/npz/stored.npz"))
                .readAllBytes();
        Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, 150));
        assertThatThrownBy(() -> Npz.read(cut)).isInstanceOf(AttentionFileException.class);
    }

    /** A header is only a claim: memory must not follow it. */
    @ParameterizedTest
    @ValueSource(strings = {"1073741824,", "2147483647, 4", "9223372036854775807, 9", "99999999999999999999,"})
    void doesNotBelieveHugeShapes(String shape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("huge.npy"));
            String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }\n";
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
            zip.write(header.getBytes(StandardCharsets.US_ASCII));
            zip.write(new byte[100]);
        }
        assertThatThrownBy(() -> Npz.read(new ByteArrayInputStream(out.toByteArray()), "huge"))
                .isInstanceOf(AttentionFileException.class);
    }

    @Test
    void writesThroughALinkWithTheUsersPermissions(@TempDir Path folder) throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));
        Path file = folder.resolve("real.npz");
        Npz.write(file, Map.of("a", Tensor.ofFloats(new float[] {1}, 1)));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
        Path link = Files.createSymbolicLink(folder.resolve("link.npz"), file);
        Npz.write(link, Map.of("b", Tensor.ofFloats(new float[] {2}, 1)));
        assertThat(link).isSymbolicLink();
        assertThat(Npz.read(file)).containsOnlyKeys("b");
    }

    @Test
    void leavesTheOldFileWhenWritingFails(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kept.npz"), "before");
        Map<String, Tensor> arrays = Map.of("a", Tensor.wrap(ElementType.BFLOAT16, ByteBuffer.allocate(2), 1));
        assertThatThrownBy(() -> Npz.write(file, arrays)).isInstanceOf(AttentionFileException.class);
        assertThat(file).hasContent("before");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
