package io.github.attention4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that tries on more cases what a quicker one tries, too, or that measures memory over many calls. A plain
 * {@code mvn verify} leaves it out; the Maven profile {@code exhaustive}, which {@code .ci/run} turns on, runs it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Tag("exhaustive")
@net.jqwik.api.Tag("exhaustive")
public @interface Exhaustive {}
