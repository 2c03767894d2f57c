package io.github.attention4j.render;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;

/** A view in a browser, as a person meets it: things to point at, a read-out, controls, and a drawing. */
public final class ViewPage {
    private final Page page;
    private final Locator view;

    private ViewPage(Page page, Locator view) {
        this.page = page;
        this.view = view;
    }

    /** Writes a view into a folder, opens it, and waits for its first complete paint. */
    public static ViewPage open(Chromium chromium, Path folder, HtmlView view) {
        return open(chromium, folder, view, ColorScheme.LIGHT);
    }

    /** The same for a reader who prefers some colours. */
    public static ViewPage open(Chromium chromium, Path folder, HtmlView view, ColorScheme scheme) {
        Path file = folder.resolve("view.html");
        view.writeTo(file);
        return of(chromium.open(file, scheme));
    }

    /** The first view of a page, when it is painted. */
    public static ViewPage of(Page page) {
        Locator view = page.locator("main > *, body > [data-rendered]").first();
        view.and(page.locator("[data-rendered]")).waitFor();
        return new ViewPage(page, view);
    }

    /** The page. */
    public Page page() {
        return page;
    }

    /** The view's element. */
    public Locator view() {
        return view;
    }

    /** Something inside the view. */
    public Locator find(String selector) {
        return view.locator(selector);
    }

    /** What the read-out says. */
    public String readout() {
        return find(".readout").textContent();
    }

    /** What is chosen, as a link would say it. */
    public String state() {
        return (String) view.evaluate("view => view.state");
    }

    /** Chooses what a link would, and waits for the paint. */
    public void state(String state) {
        painted(() -> view.evaluate("(view, state) => { view.state = state; }", state));
    }

    /** All that is drawn, in brief: equal if and only if it looks the same. */
    public String look() {
        return (String)
                view.evaluate(
                        """
                view => [...view.shadowRoot.querySelectorAll('canvas, .piece, .chip')].map(each =>
                  each.localName === 'canvas' ? each.toDataURL() : each.className + each.getAttribute('style')).join()
                """);
    }

    /** How many elements the view is made of. */
    public int elements() {
        return ((Number) view.evaluate("view => view.shadowRoot.querySelectorAll('*').length")).intValue();
    }

    /** How often the view has been painted. */
    public int paints() {
        return Integer.parseInt(view.getAttribute("data-paints"));
    }

    /** Does something and waits until the view has painted thereafter. */
    public void painted(Runnable act) {
        int before = paints();
        act.run();
        page.waitForCondition(() -> paints() > before);
    }

    /** Moves the pointer over the thing at a position of an area and waits for the paint. */
    public void point(String area, int position) {
        double[] at = settled(area, position);
        painted(() -> page.mouse().move(at[0], at[1]));
    }

    /** Clicks on the thing at a position of an area and waits for the paint. */
    public void click(String area, int position) {
        double[] at = settled(area, position);
        painted(() -> page.mouse().click(at[0], at[1]));
    }

    /** The place of a thing once the paint that scrolling to it causes is done, which is not the one to wait for. */
    private double[] settled(String area, int position) {
        double[] at = place(area, position);
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return at;
    }

    /** The middle of a thing on screen, scrolled to if need be. */
    public double[] place(String area, int position) {
        Object at = view.evaluate(
                """
                (view, [name, position]) => {
                  const area = view.shadowRoot.querySelector(`[data-area="${name}"]`);
                  const stage = area.closest('.stage');
                  const columns = Number(area.dataset.columns);
                  const rows = Math.ceil(Number(area.dataset.count) / columns);
                  const box = () => area.getBoundingClientRect();
                  const y = () => box().top + (Math.floor(position / columns) + 0.5) * box().height / rows;
                  const seen = stage.getBoundingClientRect();
                  if (y() < seen.top || y() > seen.bottom) {
                    stage.scrollTop += y() - seen.top - seen.height / 2;
                  }
                  if (y() < 8 || y() > innerHeight - 8) {
                    scrollBy(0, y() - innerHeight / 2);
                  }
                  return [box().left + (position % columns + 0.5) * box().width / columns, y()];
                }
                """,
                List.of(area, position));
        List<?> numbers = (List<?>) at;
        return new double[] {((Number) numbers.get(0)).doubleValue(), ((Number) numbers.get(1)).doubleValue()};
    }

    /** The share of the drawing that has been drawn upon. */
    public double ink() {
        Object share = view.evaluate(
                """
                view => {
                  const canvas = view.shadowRoot.querySelector('canvas');
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let drawn = 0;
                  for (let i = 3; i < data.length; i += 4) drawn += data[i] > 0 ? 1 : 0;
                  return drawn / (data.length / 4);
                }
                """);
        return ((Number) share).doubleValue();
    }
}
