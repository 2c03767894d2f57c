package io.github.attention4j.nd4j;

import io.github.attention4j.AttentionException;

/** ND4J was asked for, but it or its native code for this platform is not on the class path. */
public final class Nd4jMissingException extends AttentionException {
    private static final long serialVersionUID = 1L;

    Nd4jMissingException(Throwable cause) {
        super(
                "ND4J is not on the class path, or has no native code for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch")
                        + "; add org.nd4j:nd4j-native, once as it is and once with your platform's classifier such as "
                        + "linux-x86_64 (or org.nd4j:nd4j-native-platform), in version 1.0.0-M2.1",
                cause);
    }
}
