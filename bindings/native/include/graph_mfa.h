/*
 * graph-mfa: administers multifactor authentication in a Microsoft Entra tenant.
 *
 * The rules:
 * - Every function but gmfa_abi_version returns a status. Outputs are written on GMFA_OK only.
 * - Text is JSON in UTF-8, as pointer and length, without a final zero byte.
 * - What `_new`, `_start`, `_next`, `_call` and `_last_error` give belongs to the caller until the matching
 *   `_free` takes it. Arguments stay the caller's and are not used after the call.
 * - Handles are numbers. A stale one is GMFA_STALE_HANDLE, never undefined behaviour; 0 is never a handle.
 * - Every function may be called from any thread. Only gmfa_job_next waits, and the library calls nobody back.
 *
 * Generated from the sources of the crate graph-mfa-native: do not edit.
 */

#ifndef GRAPH_MFA_H
#define GRAPH_MFA_H

#include <stddef.h>
#include <stdint.h>

/**
 * Done; outputs are written.
 */
#define GMFA_OK 0

/**
 * `gmfa_job_next`: no message came within the timeout. Ask again.
 */
#define GMFA_PENDING 1

/**
 * `gmfa_job_next`: the last message was taken before. `gmfa_last_error`: nothing has failed on this thread.
 */
#define GMFA_ENDED 2

/**
 * An argument is null where that is not allowed, too long, not UTF-8, or not JSON of the contract.
 */
#define GMFA_INVALID_ARGUMENT 10

/**
 * The handle was freed, or was never given out.
 */
#define GMFA_STALE_HANDLE 11

/**
 * The arguments are well formed, and the product refuses them: `gmfa_last_error` says why.
 */
#define GMFA_REFUSED 12

/**
 * A mistake in the library itself. The call had no effect that can be relied upon; other handles live on.
 */
#define GMFA_PANIC 13

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of this interface: 1. It changes when a host that was written for another one would go wrong.
 */
uint32_t gmfa_abi_version(void);

/**
 * Makes a client of one tenant from a `ClientConfig`. Nothing is sent yet.
 *
 * `secret` is what is secret about the configuration's `credential`: the client secret, the access token, for
 * `clientCertificate` the JSON document `{"pem":"…"}` or `{"pfx":"<base64>"}` with `password` where there is one, for
 * `managedIdentity` a JSON object of the secret variables; null and 0 when there is none. Give the client back with `gmfa_client_free`.
 *
 * # Safety
 * `config` and `secret` are readable for their lengths or null, `out_client` is writable.
 */
int32_t gmfa_client_new(const uint8_t *config,
                        size_t config_len,
                        const uint8_t *secret,
                        size_t secret_len,
                        uint64_t *out_client);

/**
 * Takes a client back. Jobs that it has started go on, and have handles of their own.
 */
int32_t gmfa_client_free(uint64_t client);

/**
 * Answers a `QuickRequest` with a `QuickResponse`, at once: nothing is sent, and nothing is waited for.
 *
 * Give the buffer back with `gmfa_buffer_free`.
 *
 * # Safety
 * `request` is readable for its length or null, `out` and `out_len` are writable.
 */
int32_t gmfa_call(const uint8_t *request, size_t request_len, uint8_t **out, size_t *out_len);

/**
 * Starts a `Request` in the background. Read what it says with `gmfa_job_next` until `GMFA_ENDED`, then give
 * the job back with `gmfa_job_free`.
 *
 * # Safety
 * `request` is readable for its length or null, `out_job` is writable.
 */
int32_t gmfa_job_start(uint64_t client, const uint8_t *request, size_t request_len, uint64_t *out_job);

/**
 * Takes the next `JobMessage`, waiting at most `timeout_ms` for it.
 *
 * `GMFA_OK`: the message is in the buffer, which goes back with `gmfa_buffer_free`. `GMFA_PENDING`: none came in
 * time. `GMFA_ENDED`: the last message, `finished` or `failed`, was taken before. `GMFA_STALE_HANDLE` also wakes
 * a thread that waits here while another one frees the job. A host that wants to stay responsive waits for
 * 200 ms or less and asks again.
 *
 * The messages `needToken`, `needSignature`, `needAuthorization`, `needAssertion`, `needFile` and `needHttp` want a
 * `gmfa_job_reply`. Of all jobs of a client, one passes it on: the first to be read. If that job is cancelled or freed
 * before the reply, another one that waits for the same passes it on again; but `needFile` and `needHttp`, which a
 * cancelled job goes on to ask, have failed when its reader goes. `needHttp` is passed on by the job that needs it only;
 * several are open at once, and `dropHttp` takes one back.
 *
 * Up to 1,024 events wait to be read. Beyond that the oldest `request` event is dropped, or the oldest event if
 * there is no such; questions, `finished` and `failed` are never dropped.
 *
 * # Safety
 * `out` and `out_len` are writable.
 */
int32_t gmfa_job_next(uint64_t job,
                      uint32_t timeout_ms,
                      uint8_t **out,
                      size_t *out_len);

/**
 * Takes the headers and the body of the request that `needHttp` asks for: lines `name: value`, each ended by CR LF, an
 * empty one, and the bytes of the body. They hold secrets. `GMFA_ENDED` when nobody waits for the answer any more.
 *
 * Give the buffer back with `gmfa_buffer_free`.
 *
 * # Safety
 * `out` and `out_len` are writable.
 */
int32_t gmfa_job_payload(uint64_t job,
                         uint32_t ask,
                         uint8_t **out,
                         size_t *out_len);

/**
 * Replies to a question that any job of the same client has passed on.
 *
 * With what was asked for: `{"ask":1}`, for a token also `{"ask":1,"expiresAt":"2026-08-20T10:00:00Z"}`, and as `secret`
 * the token, the base64 of the signature, or the whole address that the browser was sent to. For a file, without a
 * secret: `{"ask":1,"text":"..."}` with what was read, which is empty at the end; `{"ask":1,"file":"done"}`, `"missing"` or
 * `"exists"`. For a request: `{"ask":1,"status":200}`, and as `secret` the headers and the body of the answer, in the form of
 * `gmfa_job_payload`; `{"ask":1,"notSent":"the name is not known"}` when it certainly did not leave, and an `error` when
 * nobody knows. Without what was asked for: `{"ask":1,"error":"nobody is signed in"}`, and no secret. A reply that comes too late changes nothing and is
 * `GMFA_OK`; a host that does not reply within 15 minutes is taken to have nothing.
 *
 * # Safety
 * `reply` and `secret` are readable for their lengths or null.
 */
int32_t gmfa_job_reply(uint64_t job,
                       const uint8_t *reply,
                       size_t reply_len,
                       const uint8_t *secret,
                       size_t secret_len);

/**
 * Asks a job to stop. It ends with a message as ever; a write that has begun is finished first.
 */
int32_t gmfa_job_cancel(uint64_t job);

/**
 * Takes a job back, and asks it to stop if it still runs: a write that has begun is finished in the background.
 */
int32_t gmfa_job_free(uint64_t job);

/**
 * Takes the details of the last failure on this thread, as an `ErrorInfo`. `GMFA_ENDED` when nothing has failed
 * since they were taken. Give the buffer back with `gmfa_buffer_free`.
 *
 * # Safety
 * `out` and `out_len` are writable.
 */
int32_t gmfa_last_error(uint8_t **out,
                        size_t *out_len);

/**
 * Takes a buffer back, and wipes it. A buffer that the library does not know, or knows with another length, is
 * `GMFA_INVALID_ARGUMENT`; null is `GMFA_OK`.
 */
int32_t gmfa_buffer_free(uint8_t *buffer,
                         size_t len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* GRAPH_MFA_H */
