/* Prints a presigned URL for each line of a file of object keys, on all cores:

     many_links BUCKET KEYS_FILE SECONDS [SIGN_AT]

   Credentials, region and endpoint come from the environment, as in one_link.c. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <presign.h>

static presign_str from_environment(const char *name) { return presign_cstr(getenv(name)); }

static presign_status make_signer(presign_signer **signer, presign_error *error) {
    presign_signer_options options = {.struct_size = sizeof options};
    options.access_key = from_environment("AWS_ACCESS_KEY_ID");
    options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
    options.session_token = from_environment("AWS_SESSION_TOKEN");
    options.region = from_environment("AWS_REGION");
    options.endpoint = from_environment("AWS_ENDPOINT_URL");
    return presign_signer_new(&options, signer, error);
}

/* Reads a file into memory that the caller frees; NULL if the file cannot be read. */
static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *text = NULL, *larger;
    size_t cap = 0;

    *size = 0;
    if (file == NULL)
        return NULL;
    do {
        cap = cap * 2 + 65536;
        larger = realloc(text, cap);
        if (larger == NULL)
            break;
        text = larger;
        *size += fread(text + *size, 1, cap - *size, file);
    } while (*size == cap);
    if (larger == NULL || ferror(file)) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

/* Splits a text into lines that point into it. The caller frees the array. */
static presign_str *split_lines(const char *text, size_t size, size_t *count) {
    const char *end = text + size, *line, *newline;
    presign_str *lines;
    size_t most = 1;

    for (line = text; line < end; line++)
        most += *line == '\n';
    lines = malloc(most * sizeof *lines);
    *count = 0;
    for (line = text; lines != NULL && line < end; line = newline + 1) {
        newline = memchr(line, '\n', (size_t)(end - line));
        if (newline == NULL)
            newline = end;
        lines[*count].ptr = line;
        lines[(*count)++].len = (size_t)(newline - line);
    }
    return lines;
}

/* Prints a link a line. The first call tells how many bytes the links need, and which key is wrong if one is. */
static presign_status print_links(const presign_signer *signer, const presign_request *request,
                                  const presign_str *keys, size_t count, presign_error *error) {
    presign_batch_options options = {.struct_size = sizeof options};
    uint64_t *offsets = malloc((count + 1) * sizeof *offsets);
    char *links = NULL;
    presign_status status = PRESIGN_ERR_MEMORY;

    options.threads = PRESIGN_THREADS_ALL;
    options.separator = '\n';
    if (offsets != NULL)
        status = presign_urls(signer, request, keys, count, &options, NULL, 0, offsets, error);
    if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
        size_t needed = (size_t)offsets[count];
        links = malloc(needed);
        status = PRESIGN_ERR_MEMORY;
        if (links != NULL)
            status = presign_urls(signer, request, keys, count, &options, links, needed, offsets, error);
        if (status == PRESIGN_OK)
            fwrite(links, 1, needed, stdout);
    }
    free(links);
    free(offsets);
    return status;
}

int main(int argc, char **argv) {
    presign_signer *signer = NULL;
    presign_request request = {.struct_size = sizeof request};
    presign_error error = {.struct_size = sizeof error, .index = SIZE_MAX};
    presign_status status;
    presign_str *keys;
    char *text;
    size_t size, count;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: many_links BUCKET KEYS_FILE SECONDS [SIGN_AT]\n");
        return 2;
    }
    text = read_file(argv[2], &size);
    keys = text == NULL ? NULL : split_lines(text, size, &count);
    if (keys == NULL) {
        fprintf(stderr, "many_links: %s cannot be read\n", argv[2]);
        free(text);
        return 1;
    }
    request.method = PRESIGN_STR("GET");
    request.bucket = presign_cstr(argv[1]);
    request.expires_in = (uint32_t)strtoul(argv[3], NULL, 10);
    request.sign_at = argc > 4 ? strtoll(argv[4], NULL, 10) : (int64_t)time(NULL);

    status = make_signer(&signer, &error);
    if (status == PRESIGN_OK)
        status = print_links(signer, &request, keys, count, &error);
    if (status != PRESIGN_OK && error.index != SIZE_MAX)
        fprintf(stderr, "many_links: line %lu\n", (unsigned long)error.index + 1);
    if (status != PRESIGN_OK)
        fprintf(stderr, "many_links: %s\n", error.status == status ? error.message : presign_status_message(status));
    presign_signer_free(signer);
    free(keys);
    free(text);
    return status == PRESIGN_OK ? 0 : 1;
}
