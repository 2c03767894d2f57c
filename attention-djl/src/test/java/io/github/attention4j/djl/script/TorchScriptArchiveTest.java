package io.github.attention4j.djl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.source.SourceParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives are written as PyTorch writes them, and damaged ones are refused with a reason. */
class TorchScriptArchiveTest {
    private static final Path MODEL = Path.of("src", "test", "resources", "script", "scripted-bert.pt");

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void leavesTensorsAsTheyAreAndAlignsThem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rewritten.pt");
        TorchScriptRewriter.of(TorchScriptArchive.read(MODEL)).rewrite().writeTo(file);
        Map<String, byte[]> before = entries(MODEL);
        Map<String, byte[]> after = entries(file);
        byte[] bytes = Files.readAllBytes(file);
        before.forEach((name, content) -> {
            if (!name.contains("/code/")) {
                assertThat(after.get(name)).as(name).isEqualTo(content);
            }
            if (name.contains("/data/") && content.length > 500) {
                assertThat(indexOf(bytes, content) % 64).as(name).isZero();
            }
        });
        assertThat(after.keySet()).containsAll(before.keySet()).contains("scripted-bert/code/__torch__/attention4j.py");
    }

    @Test
    void dropsWhatSpeaksOfTheOldSourceAndReadsPackedEntries(@TempDir Path folder) throws IOException {
        Path packed = folder.resolve("packed.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(packed))) {
            for (Map.Entry<String, byte[]> entry : entries(MODEL).entrySet()) {
                boolean stored = entry.getKey().endsWith("data.pkl");
                ZipEntry added = new ZipEntry(entry.getKey());
                if (stored) {
                    added.setMethod(ZipEntry.STORED);
                    added.setSize(entry.getValue().length);
                    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                    crc.update(entry.getValue());
                    added.setCrc(crc.getValue());
                }
                out.putNextEntry(added);
                out.write(entry.getValue());
            }
            out.putNextEntry(new ZipEntry("scripted-bert/code/__torch__.py.debug_pkl"));
        }
        Path file = folder.resolve("rewritten.pt");
        TorchScriptRewriter.of(TorchScriptArchive.read(packed)).rewrite().writeTo(file);
        assertThat(entries(file)).doesNotContainKey("scripted-bert/code/__torch__.py.debug_pkl");
        entries(MODEL).forEach((name, content) -> {
            if (!name.contains("/code/")) {
                assertThat(entriesOf(file).get(name)).as(name).isEqualTo(content);
            }
        });
    }

    private static Map<String, byte[]> entriesOf(Path file) {
        try {
            return entries(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        TorchScriptRewriter rewriter = TorchScriptRewriter.of(TorchScriptArchive.read(MODEL));
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        rewriter.rewrite().writeTo(first);
        rewriter.rewrite().writeTo(second);
        assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
    }

    @Test
    void saysWhatIsNoTorchScript(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> TorchScriptArchive.read(folder.resolve("none.pt")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.pt");
        Path text = Files.writeString(folder.resolve("text.pt"), "no archive at all, but long enough to look at");
        assertThatThrownBy(() -> TorchScriptArchive.read(text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("text.pt")
                .hasMessageContaining("torch.jit.save");
        Path zip = folder.resolve("state.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
        }
        assertThatThrownBy(() -> TorchScriptArchive.read(zip))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("state dict");
    }

    @Test
    void saysWhereSourceIsBroken() {
        assertThatThrownBy(() -> SourceParser.parse("__torch__.py", "class A(Module):\n  x : int\n  def f(self:\n"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("code/__torch__.py")
                .hasMessageContaining("bracket");
        assertThatThrownBy(() -> SourceParser.parse("__torch__.py", "def f(a: int) -> int:\n  return a +\n"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("line 2");
    }

    @Property(tries = 300)
    void damagedArchivesAreRefusedOrHarmless(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes)
            throws IOException {
        byte[] bytes = Files.readAllBytes(MODEL);
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        // The table of contents is small and at the end: damage it often.
        bytes[bytes.length - 1 - random.nextInt(3000)] ^= (byte) (1 << random.nextInt(8));
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        Path file = Files.createTempFile("damaged", ".pt");
        try {
            Files.write(file, Arrays.copyOf(bytes, length));
            TorchScriptRewriter.of(TorchScriptArchive.read(file)).rewrite().writeTo(new ByteArrayOutputStream());
        } catch (ModelFormatException | AttentionNotFoundException e) {
            assertThat(e).hasMessageMatching("(?s).{20,}");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void anIndexThatIsMissingIsNamed() {
        assertThatThrownBy(() -> SourceParser.parse("m.py", "def f(self, x):\n  return x[,]\n"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("m.py")
                .hasMessageContaining("an index");
    }

    @Property(tries = 300)
    void damagedSourceIsRefusedOrHarmless(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes)
            throws IOException {
        Random random = new Random(seed);
        String[] pieces = {
            "(", ")", "[", "]", ",", ":", "=", "\n", "  ", ".", "\"", "if ", "return ", "for ", "1e", "-", "{"
        };
        for (Map.Entry<String, String> source :
                TorchScriptArchive.read(MODEL).sources().entrySet()) {
            StringBuilder text = new StringBuilder(source.getValue());
            for (int i = 0; i < changes; i++) {
                int place = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.insert(place, pieces[random.nextInt(pieces.length)]);
                } else {
                    text.deleteCharAt(place);
                }
            }
            try {
                SourceParser.parse(source.getKey(), text.toString());
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageContaining(source.getKey());
            }
        }
    }
}
