package io.github.attention4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.InvalidRequestException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the source in an archive tells of a model's inputs and outputs. */
class TorchScriptSignatureTest {
    private static TorchScriptSignature parse(String arguments, String returned) {
        return TorchScriptSignature.parse(
                "class Other(Module):\n  def forward(self: Other,\n    x: Tensor) -> Tensor:\n    return x\n"
                        + "class Top(Module):\n  def forward(self: __torch__.Top" + arguments + ") -> " + returned
                        + ":\n    return 0\n",
                "Top");
    }

    @Test
    void readsFiles() {
        Path models = Path.of("src", "test", "resources", "models");
        assertThat(TorchScriptSignature.read(models.resolve("t5.pt")).inputs())
                .containsExactly("input_ids", "attention_mask", "decoder_input_ids");
        assertThat(TorchScriptSignature.read(models.resolve("vit.pt")).inputs()).containsExactly("pixel_values");
    }

    @Test
    void stopsAtWhatMayBeLeftOut() {
        assertThat(parse(",\n    ids: Tensor,\n    mask: Optional[Tensor]=None", "Tensor")
                        .inputs())
                .containsExactly("ids");
        assertThat(parse("", "Tensor").inputs()).isEmpty();
    }

    @Test
    void findsElementsOfTuples() {
        TorchScriptSignature nested = parse("", "Tuple[Tensor, Tuple[Tensor, Tensor], List[Tensor], Tensor]");
        assertThat(nested.element(0, 7)).isEqualTo(new TorchScriptSignature.Range(0, 1));
        assertThat(nested.element(1, 7)).isEqualTo(new TorchScriptSignature.Range(1, 3));
        assertThat(nested.element(2, 7)).isEqualTo(new TorchScriptSignature.Range(3, 6));
        assertThat(nested.element(3, 7)).isEqualTo(new TorchScriptSignature.Range(6, 7));
    }

    @Test
    void refusesWhatTheTypeDoesNotTell() {
        assertThatThrownBy(() -> parse("", "Tuple[List[Tensor], List[Tensor]]").element(1, 4))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("positions(");
        assertThatThrownBy(() -> parse("", "Dict[str, Tensor]").element(0, 4))
                .isInstanceOf(InvalidRequestException.class);
    }
}
