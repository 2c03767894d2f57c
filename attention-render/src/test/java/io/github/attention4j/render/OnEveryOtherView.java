package io.github.attention4j.render;

import io.github.attention4j.Exhaustive;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What {@link OnTwoViews} tests, on all other views. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Exhaustive
@ParameterizedTest
@EnumSource(
        value = EveryView.class,
        mode = Mode.EXCLUDE,
        names = {"HEAD", "TEXT"})
@interface OnEveryOtherView {}
