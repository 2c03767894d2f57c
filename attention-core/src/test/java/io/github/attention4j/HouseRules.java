package io.github.attention4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The rules that every module of the house keeps; each module's own test applies them to its classes. */
public final class HouseRules {
    private HouseRules() {}

    /** A module may use only these packages, beside the JDK. */
    public static ArchRule dependsOnlyOn(String... packages) {
        String[] allowed = java.util.Arrays.copyOf(packages, packages.length + 3);
        allowed[packages.length] = "java..";
        allowed[packages.length + 1] = "javax..";
        allowed[packages.length + 2] = "org.jspecify..";
        return classes().should().onlyDependOnClassesThat().resideInAnyPackage(allowed);
    }

    /** Packages do not go round in circles. */
    public static ArchRule noCyclesBelow(String rootPackage) {
        return slices().matching(rootPackage + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /** What is internal stays out of public signatures. */
    public static ArchRule internalStaysInside() {
        return methods()
                .that()
                .arePublic()
                .or()
                .areProtected()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("..internal..")
                .should(notSpeakOfInternalTypes());
    }

    /** Nobody depends on a package of somebody else's module that is not API. */
    public static ArchRule noForeignInternals(String ownRoot) {
        return noClasses()
                .should(dependOnClassesThat(resideInAPackage("io.github.attention4j..internal..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage(ownRoot + "..")))));
    }

    private static ArchCondition<JavaMethod> notSpeakOfInternalTypes() {
        return new ArchCondition<>("not speak of internal types") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean api =
                        method.getOwner().getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC);
                for (JavaClass type : method.getAllInvolvedRawTypes()) {
                    if (api && type.getPackageName().contains(".internal")) {
                        events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " speaks of the internal type " + type.getName()));
                    }
                }
            }
        };
    }
}
