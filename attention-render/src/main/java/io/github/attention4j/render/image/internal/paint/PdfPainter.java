package io.github.attention4j.render.image.internal.paint;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * Writes scenes as PDF of one page by PDFBox, which users bring along: nothing else may touch this class before that
 * was checked.
 */
final class PdfPainter {
    private PdfPainter() {}

    /**
     * Writes a scene; letters become outlines, so that the page looks the same without any fonts, under letters without
     * a shape, so that words are found.
     */
    static void paint(Scene scene, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) scene.width(), (float) scene.height()));
            document.addPage(page);
            document.getDocumentInformation().setTitle(scene.title());
            document.getDocumentInformation().setSubject(scene.description());
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, (float) scene.width(), (float) scene.height());
            GraphicsPainter.paint(scene, graphics, 1);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            PdfLetters letters = new PdfLetters();
            byte[] text = PdfText.of(scene, letters).getBytes(StandardCharsets.US_ASCII);
            page.getResources().getCOSObject().setItem(COSName.FONT, letters.toFonts(document));
            List<PDStream> contents = new ArrayList<>();
            page.getContentStreams().forEachRemaining(contents::add);
            contents.add(new PDStream(document, new ByteArrayInputStream(text), COSName.FLATE_DECODE));
            page.setContents(contents);
            document.save(out);
        }
    }
}
