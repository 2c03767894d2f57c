package io.github.attention4j.render;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test of one view that is drawn and of one that is text; {@link OnEveryOtherView} takes it to the rest. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest
@EnumSource(
        value = EveryView.class,
        names = {"HEAD", "TEXT"})
@interface OnTwoViews {}
