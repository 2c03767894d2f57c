package io.github.attention4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.io.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
    private static final HeadTable TABLE =
            new HeadTable("entropy", "bits", AttentionKind.ENCODER, List.of(1, 4), List.of(0, 2), new double[][] {
                {1.5, Double.NaN}, {0.1, 3}
            });

    @Test
    void tablesPrint() {
        assertThat(TABLE.findings().toText())
                .isEqualTo(
                        """
                        encoder entropy in bits
                        layer  head 0  head 2    mean
                            1  1.5000       -  1.5000
                            4  0.1000  3.0000  1.5500
                        """);
    }

    @Test
    void jsonAndCsvKeepAllDigits() {
        assertThat(TABLE.toJson())
                .isEqualTo("{\"metric\":\"entropy\",\"unit\":\"bits\",\"kind\":\"encoder\",\"layers\":[1, 4],"
                        + "\"heads\":[0, 2],\"values\":[[1.5,null],[0.1,3.0]]}");
        Findings findings = Findings.builder("words", List.of("word", "share"))
                .row("a \"b\", c", 1 / 3.0)
                .row("\n", Double.NaN)
                .build();
        assertThat(findings.toCsv()).isEqualTo("word,share\r\n\"a \"\"b\"\", c\",0.3333333333333333\r\n\"\n\",\r\n");
        assertThat(Json.parse(findings.toJson()))
                .isEqualTo(Arrays.asList(Map.of("word", "a \"b\", c", "share", 1 / 3.0), nullShare()));
    }

    private static Map<String, Object> nullShare() {
        Map<String, Object> row = new HashMap<>();
        row.put("word", "\n");
        row.put("share", null);
        return row;
    }

    @Test
    void rankingLeavesOutWhatHasNoNumber() {
        assertThat(TABLE.ranked()).extracting(HeadScore::score).containsExactly(3.0, 1.5, 0.1);
        assertThat(Findings.ofScores("heads", TABLE.ranked()).toCsv())
                .startsWith("measure,kind,layer,head,score\r\nentropy,encoder,4,2,3.0\r\n");
    }

    @Test
    void filesHaveTheFormOfTheirName(@TempDir Path folder) throws IOException {
        for (String name : List.of("t.json", "t.csv", "t.txt")) {
            TABLE.findings().writeTo(folder.resolve(name));
        }
        assertThat(Files.readString(folder.resolve("t.json"))).startsWith("[{\"layer\":1,\"head 0\":1.5,");
        assertThat(Files.readString(folder.resolve("t.csv"))).startsWith("layer,head 0,head 2,mean\r\n1,1.5,,1.5");
        assertThat(Files.readString(folder.resolve("t.txt"))).startsWith("encoder entropy in bits");
    }

    @Test
    void rowsMustFit() {
        Findings.Builder findings = Findings.builder("x", List.of("a")).row(1, 2);
        assertThatThrownBy(findings::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[a]");
    }
}
