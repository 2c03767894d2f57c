package io.github.attention4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.Reference;
import io.github.attention4j.analysis.flow.MatrixProduct;
import io.github.attention4j.analysis.flow.Rollout;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jTest {
    private static final AttentionLayer HEAP = Reference.cat().layer(3);

    private static FloatBuffer direct(AttentionLayer layer, ByteOrder order) {
        FloatBuffer copy = ByteBuffer.allocateDirect(4 * layer.weights().remaining())
                .order(order)
                .asFloatBuffer();
        return copy.put(layer.weights()).flip();
    }

    private static AttentionLayer with(FloatBuffer weights) {
        return AttentionLayer.builder(AttentionKind.ENCODER, 3)
                .tokens(HEAP.queryTokens())
                .weights(weights)
                .build();
    }

    private static void assertSameNumbers(INDArray array, AttentionLayer layer) {
        assertThat(array.shape()).containsExactly(12, 8, 8);
        for (int head = 0; head < 12; head++) {
            for (int query = 0; query < 8; query++) {
                for (int key = 0; key < 8; key++) {
                    assertThat(array.getFloat(head, query, key))
                            .isEqualTo(layer.matrix(head).weight(query, key));
                }
            }
        }
    }

    @Nested
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    class WithIt {
        @Test
        void directMemoryIsSharedHeapIsCopied() {
            FloatBuffer memory = direct(HEAP, ByteOrder.nativeOrder());
            AttentionLayer layer = with(memory);
            INDArray view = Nd4jArrays.of(layer);
            assertThat(Nd4jArrays.isShared(layer)).isTrue();
            assertSameNumbers(view, HEAP);
            float before = memory.get(64 + 8 + 2);
            memory.put(64 + 8 + 2, 0.125f);
            assertThat(view.getFloat(1, 1, 2)).as("one memory").isEqualTo(0.125f);
            assertThat(Nd4jArrays.of(layer, 1).getFloat(1, 2)).isEqualTo(0.125f);
            memory.put(64 + 8 + 2, before);
            assertThat(Nd4jArrays.isShared(HEAP)).isFalse();
            assertSameNumbers(Nd4jArrays.of(HEAP), HEAP);
            AttentionLayer foreign = with(direct(HEAP, ByteOrder.BIG_ENDIAN));
            assertThat(Nd4jArrays.isShared(foreign)).isFalse();
            assertSameNumbers(Nd4jArrays.of(foreign), HEAP);
        }

        @Test
        void anyOrderComesBackRowByRow() {
            INDArray array = Nd4jArrays.of(HEAP);
            assertThat(Nd4jArrays.toFloats(array.dup('f')))
                    .isEqualTo(Nd4jArrays.toFloats(array))
                    .hasSize(12 * 64);
            INDArray transposed = array.castTo(DataType.DOUBLE).permute(0, 2, 1);
            AttentionLayer back = with(FloatBuffer.wrap(Nd4jArrays.toFloats(transposed)));
            assertThat(back.matrix(4).weight(2, 5)).isEqualTo(HEAP.matrix(4).weight(5, 2));
        }

        @Test
        void productAndRolloutEqualPlainJava() {
            MatrixProduct product = Nd4jProduct.create();
            Random random = new Random(3);
            float[] left = Constructed.rows(random, 37, 53);
            float[] right = Constructed.rows(random, 53, 19);
            float[] plain = new float[37 * 19];
            float[] nd4j = new float[37 * 19];
            MatrixProduct.PLAIN.multiply(left, right, plain, 37, 53, 19);
            product.multiply(left, right, nd4j, 37, 53, 19);
            for (int i = 0; i < plain.length; i++) {
                assertThat(nd4j[i]).isCloseTo(plain[i], within(1e-6f));
            }
            Reference.assertClose(
                    Rollout.builder()
                            .product(product)
                            .build()
                            .matrix(Reference.cat())
                            .toArray(),
                    Reference.values("rollout", "mean"),
                    1e-6);
        }
    }

    /** The class path of this test without anything of ND4J. */
    private static URL[] withoutNd4j() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("nd4j") && !entry.contains("bytedeco")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    void withoutItTheArtefactToAddIsNamedAndAllElseWorks() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(withoutNd4j(), ClassLoader.getPlatformClassLoader())) {
            Class<?> product = loader.loadClass("io.github.attention4j.nd4j.Nd4jProduct");
            assertThat(product).isNotEqualTo(Nd4jProduct.class);
            assertThatThrownBy(() -> product.getMethod("create").invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("org.nd4j:nd4j-native")
                    .hasMessageContaining("classifier");
            Class<?> rollout = loader.loadClass("io.github.attention4j.analysis.flow.Rollout");
            assertThat(rollout.getMethod("standard").invoke(null)).isNotNull();
        }
    }
}
