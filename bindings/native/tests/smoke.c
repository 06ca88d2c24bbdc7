/* A host in C: every function of graph_mfa.h against a simulated tenant.
 *
 * usage: smoke <client configuration> <client secret> <user>
 */

#include "graph_mfa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                             \
    do {                                                                             \
        if (!(condition)) {                                                          \
            fprintf(stderr, "smoke.c:%d: not so: %s\n", __LINE__, #condition);       \
            exit(1);                                                                 \
        }                                                                            \
    } while (0)

static const uint8_t *bytes(const char *text) {
    return (const uint8_t *)text;
}

static int holds(const uint8_t *buffer, size_t len, const char *part) {
    size_t part_len = strlen(part);
    for (size_t at = 0; at + part_len <= len; at++) {
        if (memcmp(buffer + at, part, part_len) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The last failure on this thread has this code. */
static void check_last_error(const char *code) {
    uint8_t *out = NULL;
    size_t len = 0;
    CHECK(gmfa_last_error(&out, &len) == GMFA_OK);
    CHECK(holds(out, len, code));
    CHECK(gmfa_buffer_free(out, len) == GMFA_OK);
    CHECK(gmfa_last_error(&out, &len) == GMFA_ENDED);
}

/* Runs a request to its end, and checks that the last message holds both parts. */
static void run(uint64_t client, const char *request, const char *part, const char *other_part) {
    uint64_t job = 0;
    CHECK(gmfa_job_start(client, bytes(request), strlen(request), &job) == GMFA_OK);
    int finished = 0;
    for (;;) {
        uint8_t *out = NULL;
        size_t len = 0;
        int32_t status = gmfa_job_next(job, 200, &out, &len);
        if (status == GMFA_PENDING) {
            continue;
        }
        if (status == GMFA_ENDED) {
            break;
        }
        CHECK(status == GMFA_OK);
        CHECK(!finished);
        if (holds(out, len, "\"type\":\"finished\"")) {
            finished = holds(out, len, part) && holds(out, len, other_part);
        }
        if (holds(out, len, "\"type\":\"failed\"")) {
            fwrite(out, 1, len, stderr);
        }
        CHECK(gmfa_buffer_free(out, len) == GMFA_OK);
    }
    CHECK(finished);
    CHECK(gmfa_job_free(job) == GMFA_OK);
    CHECK(gmfa_job_free(job) == GMFA_STALE_HANDLE);
    CHECK(gmfa_job_cancel(job) == GMFA_STALE_HANDLE);
}

static void misuse(void) {
    const char *incomplete = "{\"credential\":\"clientSecret\"}";
    const char *reply = "{\"ask\":1}";
    uint64_t client = 0;
    uint8_t *out = NULL;
    size_t len = 0;
    CHECK(gmfa_client_new(NULL, 0, NULL, 0, &client) == GMFA_INVALID_ARGUMENT);
    check_last_error("\"invalidInput\"");
    CHECK(gmfa_client_new(bytes(incomplete), strlen(incomplete), NULL, 0, NULL) == GMFA_INVALID_ARGUMENT);
    CHECK(gmfa_client_new(bytes("{}"), 2, NULL, 0, &client) == GMFA_INVALID_ARGUMENT);
    CHECK(gmfa_client_new(bytes(incomplete), strlen(incomplete), NULL, 0, &client) == GMFA_REFUSED);
    check_last_error("\"invalidConfiguration\"");
    CHECK(client == 0);
    CHECK(gmfa_job_next(0, 0, NULL, &len) == GMFA_INVALID_ARGUMENT);
    CHECK(gmfa_job_next(1234567, 0, &out, &len) == GMFA_STALE_HANDLE);
    CHECK(gmfa_job_reply(0, bytes(reply), strlen(reply), NULL, 0) == GMFA_STALE_HANDLE);
    CHECK(gmfa_client_free(0) == GMFA_STALE_HANDLE);
    CHECK(gmfa_buffer_free(NULL, 0) == GMFA_OK);
    CHECK(out == NULL && len == 0);
    check_last_error("\"invalidInput\"");
}

int main(int argc, char **argv) {
    CHECK(argc == 4);
    const char *config = argv[1];
    const char *secret = argv[2];
    const char *user = argv[3];
    CHECK(gmfa_abi_version() == 1);
    misuse();

    const char *describe = "{\"call\":\"describe\"}";
    uint8_t *out = NULL;
    size_t len = 0;
    CHECK(gmfa_call(bytes(describe), strlen(describe), &out, &len) == GMFA_OK);
    CHECK(holds(out, len, "\"listMethods\""));
    CHECK(gmfa_buffer_free(out, len) == GMFA_OK);

    uint64_t client = 0;
    CHECK(gmfa_client_new(bytes(config), strlen(config), bytes(secret), strlen(secret), &client) == GMFA_OK);
    char request[512];
    snprintf(request, sizeof request, "{\"operation\":\"findUsers\",\"text\":\"Nora\"}");
    run(client, request, "\"findUsers\"", user);
    snprintf(request, sizeof request, "{\"operation\":\"listMethods\",\"user\":\"%s\"}", user);
    run(client, request, "\"listMethods\"", "microsoftAuthenticator");
    snprintf(request, sizeof request, "{\"operation\":\"reset\",\"user\":\"%s\"}", user);
    run(client, request, "\"reset\"", "\"outcome\":\"done\"");

    CHECK(gmfa_client_free(client) == GMFA_OK);
    uint64_t job = 0;
    CHECK(gmfa_job_start(client, bytes(request), strlen(request), &job) == GMFA_STALE_HANDLE);
    CHECK(job == 0);
    return 0;
}
