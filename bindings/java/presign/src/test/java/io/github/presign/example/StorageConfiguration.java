package io.github.presign.example;

import io.github.presign.Signer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the controllers of a Spring application their signer. Spring closes it, because it is AutoCloseable. */
@Configuration
public class StorageConfiguration {
    /** Makes the one signer of the application, which all threads share. */
    @Bean
    Signer signer() {
        return Signer.builder(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"))
                .endpoint("s-dt2.cloud.gcore.lu")
                .region("s-dt2")
                .maxExpiresIn(Duration.ofMinutes(10))
                .build();
    }
}
