package io.github.attention4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
        JavaClasses core = CORE.that(resideOutsideOfPackage("io.github.attention4j.nd4j"));
        HouseRules.dependsOnlyOn("io.github.attention4j..", "org.slf4j..").check(core);
    }

    /** What ND4J is there for alone may need it, and nothing else may need that. */
    @Test
    void nd4jIsOptional() {
        HouseRules.dependsOnlyOn("io.github.attention4j..", "org.nd4j..", "org.bytedeco..")
                .check(CORE.that(resideInAPackage("io.github.attention4j.nd4j")));
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.attention4j.nd4j")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.attention4j.nd4j")
                .check(CORE);
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
