package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/** Which head of a model; sorted, so that files do not depend on the order of inputs. */
record HeadKey(AttentionKind kind, int layer, int head) implements Comparable<HeadKey> {
    private static final Comparator<HeadKey> ORDER =
            Comparator.comparing(HeadKey::kind).thenComparingInt(HeadKey::layer).thenComparingInt(HeadKey::head);

    @Override
    public int compareTo(HeadKey other) {
        return ORDER.compare(this, other);
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeUTF(kind.label());
        out.writeInt(layer);
        out.writeInt(head);
    }

    static HeadKey readFrom(DataInput in) throws IOException {
        return new HeadKey(AttentionKind.ofLabel(in.readUTF()), in.readInt(), in.readInt());
    }
}
