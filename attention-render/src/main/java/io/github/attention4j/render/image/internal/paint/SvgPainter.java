package io.github.attention4j.render.image.internal.paint;

import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes scenes as SVG 1.1: text as text, matrices as images, what things are as titles. */
public final class SvgPainter {
    private static final String SVG = "http://www.w3.org/2000/svg";

    /** What Java's sans serif font mostly is on Linux, so that both draw with the same; elsewhere the usual one is. */
    private static final String FONTS = "Noto Sans, sans-serif";

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final XMLStreamWriter xml;

    private SvgPainter(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes a scene in UTF-8; the stream stays open. */
    public static void paint(Scene scene, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            new SvgPainter(xml).paint(scene);
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException reason ? reason : new IOException(e.getMessage(), e);
        }
    }

    private void paint(Scene scene) throws XMLStreamException, IOException {
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace(SVG);
        attribute("width", number(scene.width()));
        attribute("height", number(scene.height()));
        attribute("viewBox", "0 0 " + number(scene.width()) + " " + number(scene.height()));
        attribute("role", "img");
        attribute("aria-labelledby", "title description");
        attribute("font-family", FONTS);
        // Labels keep their spaces, and words that do not exist are not hyphenated or reshaped.
        attribute("style", "white-space:pre");
        named("title", "title", scene.title());
        named("desc", "description", scene.description());
        paint(new Node.Box(0, 0, scene.width(), scene.height(), 0, scene.ground()));
        for (Node node : scene.nodes()) {
            paint(node);
        }
        xml.writeEndElement();
    }

    private void named(String element, String id, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("id", id);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void paint(Node node) throws XMLStreamException, IOException {
        if (node instanceof Node.Group group) {
            xml.writeStartElement("g");
            if (group.dx() != 0 || group.dy() != 0) {
                attribute("transform", "translate(" + number(group.dx()) + " " + number(group.dy()) + ")");
            }
            title(group.title());
            for (Node part : group.nodes()) {
                paint(part);
            }
            xml.writeEndElement();
        } else if (node instanceof Node.Box box) {
            rectangle(box.x(), box.y(), box.width(), box.height(), box.radius());
            colour("fill", box.fill());
            if (box.radius() == 0) {
                attribute("shape-rendering", "crispEdges");
            }
        } else if (node instanceof Node.Frame frame) {
            double half = frame.stroke() / 2;
            rectangle(
                    frame.x() + half,
                    frame.y() + half,
                    frame.width() - 2 * half,
                    frame.height() - 2 * half,
                    frame.radius());
            attribute("fill", "none");
            stroke(frame.stroke(), frame.colour());
        } else if (node instanceof Node.Dot dot) {
            xml.writeEmptyElement("circle");
            attribute("cx", number(dot.x()));
            attribute("cy", number(dot.y()));
            attribute("r", number(dot.radius()));
            colour("fill", dot.fill());
        } else if (node instanceof Node.Lines lines) {
            xml.writeEmptyElement("path");
            attribute("d", path(lines.ends()));
            stroke(lines.width(), lines.colour());
        } else if (node instanceof Node.Text text) {
            paint(text);
        } else if (node instanceof Node.Raster raster) {
            image(raster.x(), raster.y(), raster.width(), raster.height());
            attribute("image-rendering", "pixelated");
            content(raster.image().toBufferedImage(), raster.title());
        } else if (node instanceof Node.Photo photo) {
            image(photo.x(), photo.y(), photo.width(), photo.height());
            content(photo.image(), photo.title());
        }
    }

    private void paint(Node.Text text) throws XMLStreamException {
        Letter letter = text.letter();
        boolean rightToLeft = Lettering.isRightToLeft(text.text());
        xml.writeStartElement("text");
        if (text.upwards()) {
            attribute("transform", "translate(" + number(text.x()) + " " + number(text.y()) + ") rotate(-90)");
        } else {
            attribute("x", number(text.x()));
            attribute("y", number(text.y()));
        }
        attribute("font-size", number(letter.size()));
        if (letter.bold()) {
            attribute("font-weight", "bold");
        }
        if (letter.italic()) {
            attribute("font-style", "italic");
        }
        if (rightToLeft) {
            attribute("direction", "rtl");
        }
        if (text.anchor() == Node.Anchor.MIDDLE) {
            attribute("text-anchor", "middle");
        } else if ((text.anchor() == Node.Anchor.END) != rightToLeft) {
            attribute("text-anchor", "end");
        }
        // Another machine's font is as wide as this one's, so that nothing is clipped and nothing overlaps.
        if (text.text().length() > 1) {
            attribute("textLength", number(Lettering.width(text.text(), letter)));
            attribute("lengthAdjust", "spacingAndGlyphs");
        }
        colour("fill", text.colour());
        xml.writeCharacters(text.text());
        xml.writeEndElement();
    }

    private void title(String title) throws XMLStreamException {
        if (!title.isEmpty()) {
            xml.writeStartElement("title");
            xml.writeCharacters(title);
            xml.writeEndElement();
        }
    }

    private void rectangle(double x, double y, double width, double height, double radius) throws XMLStreamException {
        xml.writeEmptyElement("rect");
        place(x, y, width, height);
        if (radius != 0) {
            attribute("rx", number(radius));
        }
    }

    private void image(double x, double y, double width, double height) throws XMLStreamException {
        xml.writeStartElement("image");
        place(x, y, width, height);
        attribute("preserveAspectRatio", "none");
    }

    private void content(BufferedImage image, String title) throws XMLStreamException, IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        Bitmaps.writePng(image, png);
        attribute("href", "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
        title(title);
        xml.writeEndElement();
    }

    private void place(double x, double y, double width, double height) throws XMLStreamException {
        attribute("x", number(x));
        attribute("y", number(y));
        attribute("width", number(width));
        attribute("height", number(height));
    }

    private void stroke(double width, Colour colour) throws XMLStreamException {
        colour("stroke", colour);
        if (width != 1) {
            attribute("stroke-width", number(width));
        }
    }

    private void colour(String name, Colour colour) throws XMLStreamException {
        attribute(name, colour.hex());
        if (colour.opacity() < 1) {
            attribute(name + "-opacity", number(colour.opacity()));
        }
    }

    private static String path(double[] ends) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < ends.length; i += 4) {
            path.append('M').append(number(ends[i])).append(' ').append(number(ends[i + 1]));
            path.append('L').append(number(ends[i + 2])).append(' ').append(number(ends[i + 3]));
        }
        return path.toString();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value);
    }

    /** At most two decimals and no trailing zeros, whatever the locale. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        String sign = hundredths < 0 ? "-" : "";
        long absolute = Math.abs(hundredths);
        long fraction = absolute % 100;
        String whole = sign + absolute / 100;
        if (fraction == 0) {
            return whole;
        }
        return whole + "."
                + (fraction % 10 == 0 ? String.valueOf(fraction / 10) : (fraction < 10 ? "0" : "") + fraction);
    }
}
