package io.github.attention4j.render;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.attention4j.HouseRules;
import org.junit.jupiter.api.Test;

/** Rendering reads the value and knows no model backend. */
class RenderArchitectureTest {
    private static final JavaClasses RENDER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.attention4j.render");

    @Test
    void knowsCoreOnly() {
        HouseRules.dependsOnlyOn(
                        "io.github.attention4j",
                        "io.github.attention4j.analysis",
                        "io.github.attention4j.io",
                        "io.github.attention4j.tensor",
                        "io.github.attention4j.render..",
                        "com.fasterxml.jackson.core..",
                        "org.slf4j..",
                        "de.rototor.pdfbox..",
                        "org.apache.pdfbox..")
                .check(RENDER);
    }

    @Test
    void keepsItsInternalsInside() {
        HouseRules.internalStaysInside().check(RENDER);
    }
}
