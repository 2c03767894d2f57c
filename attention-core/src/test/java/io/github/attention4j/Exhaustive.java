package io.github.attention4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that tries what a quicker one tries, too, on more cases, for longer, or in processes of its own. A plain
 * {@code mvn verify} leaves it out; the Maven profile {@code exhaustive}, which {@code .ci/run} turns on, runs it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Tag("exhaustive")
@net.jqwik.api.Tag("exhaustive")
public @interface Exhaustive {}
