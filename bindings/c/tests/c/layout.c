/* The sizes and offsets that compiled programs rely on: with 64 bits, and with 32 where a 64-bit number is aligned to 4
   bytes, as on Linux for i386. Once released, no line here changes. Only the compiler reads this file: it needs no C
   library, so that `-m32 -ffreestanding` suffices. */
#include "presign.h"

#include <stddef.h>

#ifdef __cplusplus
#define HOLDS static_assert
#else
#define HOLDS _Static_assert
#endif

#define IS(what, bytes_64, bytes_32) HOLDS((what) == (sizeof(void *) == 8 ? (bytes_64) : (bytes_32)), #what)
#define SIZE(type, bytes_64, bytes_32) IS(sizeof(type), bytes_64, bytes_32)
#define AT(type, field, bytes_64, bytes_32) IS(offsetof(type, field), bytes_64, bytes_32)

HOLDS(sizeof(size_t) == sizeof(void *), "a size is as wide as a pointer");
HOLDS(sizeof(presign_status) == 4 && (presign_status)-1 < 0, "numbers are int32_t");
HOLDS(sizeof(presign_reason) == 4 && (presign_reason)-1 < 0, "numbers are int32_t");
HOLDS(sizeof(presign_cause) == 4 && (presign_cause)-1 < 0, "numbers are int32_t");

SIZE(presign_str, 16, 8);
AT(presign_str, ptr, 0, 0);
AT(presign_str, len, 8, 4);

SIZE(presign_pair, 32, 16);
AT(presign_pair, name, 0, 0);
AT(presign_pair, value, 16, 8);

SIZE(presign_error, 536, 528);
AT(presign_error, struct_size, 0, 0);
AT(presign_error, status, 8, 4);
AT(presign_error, reason, 12, 8);
AT(presign_error, index, 16, 12);
AT(presign_error, message, 24, 16);

SIZE(presign_signer_options, 112, 68);
AT(presign_signer_options, struct_size, 0, 0);
AT(presign_signer_options, access_key, 8, 4);
AT(presign_signer_options, secret_key, 24, 12);
AT(presign_signer_options, session_token, 40, 20);
AT(presign_signer_options, region, 56, 28);
AT(presign_signer_options, endpoint, 72, 36);
AT(presign_signer_options, addressing, 88, 44);
AT(presign_signer_options, version, 92, 48);
AT(presign_signer_options, max_expires_in, 96, 52);
AT(presign_signer_options, credentials_expire_at, 104, 60);

SIZE(presign_request, 120, 76);
AT(presign_request, struct_size, 0, 0);
AT(presign_request, method, 8, 4);
AT(presign_request, bucket, 24, 12);
AT(presign_request, key, 40, 20);
AT(presign_request, query, 56, 28);
AT(presign_request, query_count, 64, 32);
AT(presign_request, headers, 72, 36);
AT(presign_request, headers_count, 80, 40);
AT(presign_request, sign_at, 88, 44);
AT(presign_request, expires_at, 96, 52);
AT(presign_request, stable_for, 104, 60);
AT(presign_request, expires_in, 112, 68);
AT(presign_request, reserved, 116, 72);

SIZE(presign_presigned_request, 72, 44);
AT(presign_presigned_request, struct_size, 0, 0);
AT(presign_presigned_request, url, 8, 4);
AT(presign_presigned_request, method, 24, 12);
AT(presign_presigned_request, headers, 40, 20);
AT(presign_presigned_request, headers_count, 48, 24);
AT(presign_presigned_request, expires_at, 56, 28);
AT(presign_presigned_request, warnings, 64, 36);
AT(presign_presigned_request, reserved, 68, 40);

SIZE(presign_batch_options, 16, 12);
AT(presign_batch_options, struct_size, 0, 0);
AT(presign_batch_options, threads, 8, 4);
AT(presign_batch_options, separator, 12, 8);

SIZE(presign_playlist_options, 32, 20);
AT(presign_playlist_options, struct_size, 0, 0);
AT(presign_playlist_options, nested, 8, 4);
AT(presign_playlist_options, flags, 24, 12);
AT(presign_playlist_options, reserved, 28, 16);

SIZE(presign_condition, 64, 44);
AT(presign_condition, struct_size, 0, 0);
AT(presign_condition, kind, 8, 4);
AT(presign_condition, reserved, 12, 8);
AT(presign_condition, name, 16, 12);
AT(presign_condition, value, 32, 20);
AT(presign_condition, min, 48, 28);
AT(presign_condition, max, 56, 36);

SIZE(presign_post_options, 96, 60);
AT(presign_post_options, struct_size, 0, 0);
AT(presign_post_options, bucket, 8, 4);
AT(presign_post_options, key, 24, 12);
AT(presign_post_options, fields, 40, 20);
AT(presign_post_options, fields_count, 48, 24);
AT(presign_post_options, conditions, 56, 28);
AT(presign_post_options, conditions_count, 64, 32);
AT(presign_post_options, sign_at, 72, 36);
AT(presign_post_options, expires_at, 80, 44);
AT(presign_post_options, expires_in, 88, 52);
AT(presign_post_options, reserved, 92, 56);

SIZE(presign_form, 48, 28);
AT(presign_form, struct_size, 0, 0);
AT(presign_form, url, 8, 4);
AT(presign_form, fields, 24, 12);
AT(presign_form, fields_count, 32, 16);
AT(presign_form, expires_at, 40, 20);

SIZE(presign_received, 96, 52);
AT(presign_received, struct_size, 0, 0);
AT(presign_received, method, 8, 4);
AT(presign_received, url, 24, 12);
AT(presign_received, host, 40, 20);
AT(presign_received, target, 56, 28);
AT(presign_received, headers, 72, 36);
AT(presign_received, headers_count, 80, 40);
AT(presign_received, now, 88, 44);

SIZE(presign_inspection, 144, 84);
AT(presign_inspection, struct_size, 0, 0);
AT(presign_inspection, version, 8, 4);
AT(presign_inspection, warnings, 12, 8);
AT(presign_inspection, host, 16, 12);
AT(presign_inspection, bucket, 32, 20);
AT(presign_inspection, key, 48, 28);
AT(presign_inspection, access_key, 64, 36);
AT(presign_inspection, region, 80, 44);
AT(presign_inspection, signed_at, 96, 52);
AT(presign_inspection, expires_at, 104, 60);
AT(presign_inspection, signed_headers, 112, 68);
AT(presign_inspection, signed_headers_count, 120, 72);
AT(presign_inspection, query, 128, 76);
AT(presign_inspection, query_count, 136, 80);

SIZE(presign_refusal, 64, 36);
AT(presign_refusal, struct_size, 0, 0);
AT(presign_refusal, reason, 8, 4);
AT(presign_refusal, http_status, 12, 8);
AT(presign_refusal, code, 16, 12);
AT(presign_refusal, message, 32, 20);
AT(presign_refusal, detail, 48, 28);

SIZE(presign_verifier_options, 96, 60);
AT(presign_verifier_options, struct_size, 0, 0);
AT(presign_verifier_options, endpoint, 8, 4);
AT(presign_verifier_options, bucket, 24, 12);
AT(presign_verifier_options, region, 40, 20);
AT(presign_verifier_options, required_headers, 56, 28);
AT(presign_verifier_options, required_headers_count, 64, 32);
AT(presign_verifier_options, max_expires_in, 72, 36);
AT(presign_verifier_options, clock_skew, 80, 44);
AT(presign_verifier_options, addressing, 88, 52);
AT(presign_verifier_options, flags, 92, 56);

SIZE(presign_secret, 48, 24);
AT(presign_secret, access_key, 0, 0);
AT(presign_secret, secret_key, 16, 8);
AT(presign_secret, session_token, 32, 16);

SIZE(presign_verified, 112, 68);
AT(presign_verified, struct_size, 0, 0);
AT(presign_verified, version, 8, 4);
AT(presign_verified, reserved, 12, 8);
AT(presign_verified, bucket, 16, 12);
AT(presign_verified, key, 32, 20);
AT(presign_verified, access_key, 48, 28);
AT(presign_verified, region, 64, 36);
AT(presign_verified, signed_at, 80, 44);
AT(presign_verified, expires_at, 88, 52);
AT(presign_verified, signed_headers, 96, 60);
AT(presign_verified, signed_headers_count, 104, 64);

SIZE(presign_explain_options, 32, 20);
AT(presign_explain_options, struct_size, 0, 0);
AT(presign_explain_options, response, 8, 4);
AT(presign_explain_options, flags, 24, 12);
AT(presign_explain_options, reserved, 28, 16);

SIZE(presign_explanation, 96, 52);
AT(presign_explanation, struct_size, 0, 0);
AT(presign_explanation, cause, 8, 4);
AT(presign_explanation, reserved, 12, 8);
AT(presign_explanation, sentence, 16, 12);
AT(presign_explanation, ours, 32, 20);
AT(presign_explanation, theirs, 48, 28);
AT(presign_explanation, our_string_to_sign, 64, 36);
AT(presign_explanation, their_string_to_sign, 80, 44);

SIZE(presign_ip_policy_options, 88, 44);
AT(presign_ip_policy_options, struct_size, 0, 0);
AT(presign_ip_policy_options, bucket, 8, 4);
AT(presign_ip_policy_options, pattern, 24, 12);
AT(presign_ip_policy_options, region, 40, 20);
AT(presign_ip_policy_options, allow, 56, 28);
AT(presign_ip_policy_options, allow_count, 64, 32);
AT(presign_ip_policy_options, actions, 72, 36);
AT(presign_ip_policy_options, actions_count, 80, 40);
