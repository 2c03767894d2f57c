package io.github.attention4j.examples.demo.site;

import io.github.attention4j.examples.demo.Models;
import java.util.function.Function;

/**
 * One section of the talk, which is one page.
 *
 * @param name of the page and of its template, without an ending
 * @param title what the section is called
 * @param summary one sentence for the list of sections
 * @param contents makes what the template needs, from real models
 */
public record Chapter(String name, String title, String summary, Function<Models, Contents> contents) {
    /**
     * For templates.
     *
     * @return the name
     */
    public String getName() {
        return name;
    }

    /**
     * For templates.
     *
     * @return the title
     */
    public String getTitle() {
        return title;
    }

    /**
     * For templates.
     *
     * @return the summary
     */
    public String getSummary() {
        return summary;
    }
}
