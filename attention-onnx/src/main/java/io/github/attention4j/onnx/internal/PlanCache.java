package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.ModelFormatException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sessions of one extractor, by the form of the requests that they serve. Thread-safe. */
final class PlanCache {
    /** Forms beyond these are rare; each session holds threads and packed weights. */
    private static final int MOST_IDLE = 4;

    private final SessionOpener opener;
    private final Planner planner;
    private final StagingPool staging = new StagingPool();
    private final Map<PlanKey, Entry> entries = new LinkedHashMap<>(8, 0.75f, true);

    private static final class Entry {
        private final SessionPlan plan;
        private int users;

        Entry(SessionPlan plan) {
            this.plan = plan;
        }
    }

    PlanCache(SessionOpener opener, Planner planner) {
        this.opener = opener;
        this.planner = planner;
    }

    synchronized SessionPlan acquire(PlanKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(open(key));
            entries.put(key, entry);
        }
        entry.users++;
        return entry.plan;
    }

    synchronized void release(PlanKey key) {
        Entry released = entries.get(key);
        if (released != null) {
            released.users--;
        }
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (entries.size() > MOST_IDLE && oldestFirst.hasNext()) {
            Entry entry = oldestFirst.next();
            if (entry.users == 0) {
                oldestFirst.remove();
                entry.plan.close();
            }
        }
    }

    synchronized void close() {
        entries.values().forEach(entry -> entry.plan.close());
        entries.clear();
    }

    private SessionPlan open(PlanKey key) {
        Planner.Draft draft = planner.draft(key);
        OrtSession session = opener.open(draft.edit());
        try {
            return new SessionPlan(session, draft, staging);
        } catch (OrtException e) {
            throw new ModelFormatException("ONNX Runtime cannot describe the model: " + e.getMessage(), e);
        }
    }
}
