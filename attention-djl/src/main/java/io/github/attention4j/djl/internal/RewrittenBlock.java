package io.github.attention4j.djl.internal;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import io.github.attention4j.AttentionException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.TorchScriptArchive;
import io.github.attention4j.djl.script.TorchScriptRewriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a rewritten copy in the place of what DJL has loaded, so that {@code Criteria} gives a model with attention. */
public final class RewrittenBlock {
    private RewrittenBlock() {}

    /**
     * Exchanges a model's block before anyone predicts with it.
     *
     * @param model a model that DJL's PyTorch engine has loaded from a TorchScript file; closes the copy with it
     * @return reads what the exchanged block returns
     * @throws ModelFormatException if it is something else, or cannot be rewritten
     * @throws io.github.attention4j.AttentionNotFoundException if there is no attention in the file
     */
    public static OutputReader exchange(Model model) {
        Path file = ModelTraits.file(model);
        boolean torchScript = model.getNDManager().getEngine().getEngineName().equals("PyTorch");
        if (!torchScript || !Files.isRegularFile(file)) {
            throw new ModelFormatException("Only TorchScript files can be rewritten to return their attention, and "
                    + model.getName() + " is not loaded from " + file + " by the PyTorch engine");
        }
        RewrittenScript script =
                TorchScriptRewriter.of(TorchScriptArchive.read(file)).rewriteOnDemand();
        LoadedModel copy = LoadedModel.load(
                TemporaryModel.write(script, file), model.getNDManager().getDevice());
        try {
            model.getNDManager().attachInternal("attention4j", copy);
            model.setBlock(copy.model().getBlock());
            return new RewrittenReader(script);
        } catch (AttentionException | EngineException | IllegalStateException e) {
            copy.close();
            throw e;
        }
    }
}
