package io.github.attention4j.djl;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.attention4j.HouseRules;
import org.junit.jupiter.api.Test;

/** The DJL backend knows core, DJL's engine-neutral API and its tokenizer; no engine. */
class DjlArchitectureTest {
    private static final JavaClasses DJL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.attention4j.djl");

    @Test
    void dependsOnCoreAndDjlOnly() {
        HouseRules.dependsOnlyOn("io.github.attention4j..", "ai.djl..", "com.google.gson..", "org.slf4j..")
                .check(DJL);
        HouseRules.noForeignInternals("io.github.attention4j.djl").check(DJL);
    }

    @Test
    void keepsItsInternalsInside() {
        HouseRules.internalStaysInside().check(DJL);
    }
}
