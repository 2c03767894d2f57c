package io.github.attention4j.render.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What an SVG consists of, without what depends on the width of letters: how many elements of each name and colour,
 * what its titles and texts say, and which pixels its images have.
 */
final class SvgOutline {
    private final Map<String, Integer> elements = new TreeMap<>();
    private final List<String> titles = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private SvgOutline() {}

    /** Parses a document; an entity, a stray character or an unclosed element is an error. */
    static Document parse(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("Not well-formed: " + e.getMessage(), e);
        }
    }

    /** The outline as lines of text. */
    static List<String> of(String svg) {
        SvgOutline outline = new SvgOutline();
        outline.read(parse(svg).getDocumentElement());
        List<String> lines = new ArrayList<>(outline.titles);
        outline.elements.forEach((name, count) -> lines.add(name + " x" + count));
        lines.addAll(outline.images);
        lines.add("text: " + outline.text);
        return lines;
    }

    private void read(Element element) {
        switch (element.getTagName()) {
            case "title", "desc" -> titles.add(element.getTagName() + ": " + element.getTextContent());
                // Where a line breaks depends on the font; what it says does not.
            case "text" -> text.append(element.getTextContent().replace(" ", ""));
            case "image" -> images.add(image(element.getAttribute("href")));
            default -> elements.merge(
                    element.getTagName() + " " + element.getAttribute("fill") + element.getAttribute("stroke"),
                    1,
                    Integer::sum);
        }
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child instanceof Element inner) {
                read(inner);
            }
        }
    }

    private static String image(String href) {
        try {
            byte[] png = Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            CRC32 sum = new CRC32();
            for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
                sum.update(pixel >> 16);
                sum.update(pixel >> 8);
                sum.update(pixel);
            }
            return "image " + image.getWidth() + "x" + image.getHeight() + " " + Long.toHexString(sum.getValue());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
