"""The first program of a user in each language; each prints the link of one case of the vectors."""

from __future__ import annotations

from typing import Any


def python(case: dict[str, Any]) -> str:
    """Return the program in Python."""
    return f"""import presign
signer = presign.Signer({case["access_key"]!r}, {case["secret_key"]!r},
    region={case["region"]!r}, endpoint={case["endpoint"]!r})
print(signer.get({case["bucket"]!r}, {case["key"]!r},
    sign_at={case["sign_at"]}, expires_in={case["expires_in"]}))
"""


def node(case: dict[str, Any]) -> str:
    """Return the program in JavaScript."""
    return f"""const {{ Signer }} = require('presign');
const signer = new Signer({{ accessKeyId: {case["access_key"]!r}, secretAccessKey: {case["secret_key"]!r},
  region: {case["region"]!r}, endpoint: {case["endpoint"]!r} }});
console.log(signer.get({case["bucket"]!r}, {case["key"]!r},
  {{ signAt: {case["sign_at"]}, expiresIn: {case["expires_in"]} }}));
"""


def wasm(case: dict[str, Any]) -> str:
    """Return the program in JavaScript for the package presign-wasm, as a module."""
    return f"""import {{ Signer }} from 'presign-wasm';
const signer = new Signer({{ accessKeyId: {case["access_key"]!r}, secretAccessKey: {case["secret_key"]!r},
  region: {case["region"]!r}, endpoint: {case["endpoint"]!r} }});
console.log(signer.get({case["bucket"]!r}, {case["key"]!r},
  {{ signAt: {case["sign_at"]}, expiresIn: {case["expires_in"]} }}));
"""


def java(case: dict[str, Any]) -> str:
    """Return the program in Java."""

    def text(name: str) -> str:
        return f'"{case[name]}"'

    return f"""import io.github.presign.Request;
import io.github.presign.Signer;
import java.time.Duration;
import java.time.Instant;

class Program {{
    public static void main(String[] arguments) {{
        try (Signer signer = Signer.builder({text("access_key")}, {text("secret_key")})
                .region({text("region")}).endpoint({text("endpoint")}).build()) {{
            Request request = Request.get({text("bucket")}, {text("key")})
                    .expiresIn(Duration.ofSeconds({case["expires_in"]}))
                    .signAt(Instant.ofEpochSecond({case["sign_at"]})).build();
            System.out.println(signer.presign(request).url());
        }}
    }}
}}
"""


def go(case: dict[str, Any], module: str) -> str:
    """Return the program in Go."""

    def text(name: str) -> str:
        return f'"{case[name]}"'

    return f"""package main

import (
	"fmt"
	"log"
	"time"

	{module!r}
)

func main() {{
	signer, err := presign.New(presign.Config{{
		AccessKey: {text("access_key")}, SecretKey: {text("secret_key")},
		Region: {text("region")}, Endpoint: {text("endpoint")}}})
	if err != nil {{
		log.Fatal(err)
	}}
	made, err := signer.Presign(presign.Request{{Bucket: {text("bucket")}, Key: {text("key")},
		ExpiresIn: {case["expires_in"]} * time.Second, SignAt: time.Unix({case["sign_at"]}, 0)}})
	if err != nil {{
		log.Fatal(err)
	}}
	fmt.Println(made.URL)
}}
""".replace("'", '"')


def command(case: dict[str, Any]) -> list[str]:
    """Return the arguments of the command, which reads the keys from the environment."""
    lifetime = ["--expires-in", str(case["expires_in"]), "--sign-at", str(case["sign_at"])]
    return [f"s3://{case['bucket']}/{case['key']}", *lifetime]


def c(case: dict[str, Any]) -> list[str]:
    """Return the arguments of bindings/c/examples/one_link.c."""
    return [case["bucket"], case["key"], str(case["expires_in"]), str(case["sign_at"])]
