package io.github.attention4j;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Core knows nobody. */
class CoreArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.attention4j");

    @Test
    void dependsOnNothingButTheJdkAndLogging() {
        HouseRules.dependsOnlyOn("io.github.attention4j..", "org.slf4j..").check(CORE);
    }

    @Test
    void keepsItsInternalsInside() {
        HouseRules.internalStaysInside().check(CORE);
    }

    @Test
    void packagesFormNoCircles() {
        HouseRules.noCyclesBelow("io.github.attention4j").check(CORE);
    }
}
