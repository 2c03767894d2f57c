package io.github.attention4j.examples.spring;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.render.AttentionViews;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with the payload of a view. The length of a text bounds the memory and time of one request, the number of
 * permits bounds those of all: whoever comes beyond is told to come again instead of being queued without end.
 */
@RestController
class AttentionController {
    private final AttentionExtractor extractor;
    private final Semaphore permits;
    private final int mostCharacters;
    private final long patienceMillis;

    AttentionController(
            AttentionExtractor extractor,
            @Value("${attention.most-characters:500}") int mostCharacters,
            @Value("${attention.most-at-once:2}") int mostAtOnce,
            @Value("${attention.patience-millis:200}") long patienceMillis) {
        this.extractor = extractor;
        this.mostCharacters = mostCharacters;
        this.permits = new Semaphore(mostAtOnce, true);
        this.patienceMillis = patienceMillis;
    }

    @GetMapping("/attention/payload")
    ResponseEntity<byte[]> payload(@RequestParam String text) throws InterruptedException {
        if (text.length() > mostCharacters) {
            return refusal(HttpStatus.PAYLOAD_TOO_LARGE, "At most " + mostCharacters + " characters");
        }
        if (!permits.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
            return refusal(HttpStatus.TOO_MANY_REQUESTS, "Too many texts at once; try again in a second");
        }
        try {
            AttentionResult attention = extractor.extract(text);
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            AttentionViews.headView(attention).title(text).writePayload(payload);
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(payload.toByteArray());
        } finally {
            permits.release();
        }
    }

    @ExceptionHandler
    ResponseEntity<byte[]> badInput(InvalidInputException e) {
        return refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    private static ResponseEntity<byte[]> refusal(HttpStatus status, String reason) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN);
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(reason.getBytes(StandardCharsets.UTF_8));
    }
}
