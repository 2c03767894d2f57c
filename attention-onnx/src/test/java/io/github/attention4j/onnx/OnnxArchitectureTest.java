package io.github.attention4j.onnx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.attention4j.HouseRules;
import org.junit.jupiter.api.Test;

/** The ONNX backend knows core and the tokenizer; its graph side knows no runtime. */
class OnnxArchitectureTest {
    private static final JavaClasses ONNX = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.attention4j.onnx");

    @Test
    void dependsOnCoreTheTokenizerAndTheRuntimeOnly() {
        HouseRules.dependsOnlyOn("io.github.attention4j..", "ai.onnxruntime..", "ai.djl..", "org.slf4j..")
                .check(ONNX);
        HouseRules.noForeignInternals("io.github.attention4j.onnx").check(ONNX);
    }

    @Test
    void extractingNeedsNoDjl() {
        noClasses()
                .that()
                .resideInAPackage("io.github.attention4j.onnx..")
                .and()
                .haveSimpleNameNotStartingWith("OnnxAttentionModel")
                .and()
                .haveSimpleNameNotStartingWith("RewrittenModel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(ONNX);
    }

    @Test
    void theGraphKnowsNoRuntime() {
        JavaClasses graph = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.attention4j.onnx.graph");
        HouseRules.dependsOnlyOn("io.github.attention4j", "io.github.attention4j.onnx.graph..")
                .check(graph);
        HouseRules.noCyclesBelow("io.github.attention4j.onnx.graph").check(graph);
    }

    @Test
    void keepsItsInternalsInside() {
        HouseRules.internalStaysInside().check(ONNX);
    }
}
