package peers

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"presign.example/presign"
)

// without returns a link without the parameters that differ between two calls.
func without(link string, names ...string) string {
	parsed, err := url.Parse(link)
	if err != nil {
		log.Fatal(err)
	}
	query := parsed.Query()
	for _, name := range append(names, "X-Amz-Date", "X-Amz-Signature", "X-Amz-Credential") {
		query.Del(name)
	}
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

func Example_awsSDK() {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_REGION": "eu-central-1",
		"AWS_SESSION_TOKEN": "token", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
		defer os.Unsetenv(name)
	}
	ctx := context.Background()
	settings, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := s3.NewPresignClient(s3.NewFromConfig(settings))
	request, err := client.PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String("example-bucket"), Key: aws.String("2026/cat.jpg"),
	}, s3.WithPresignExpires(time.Hour))
	if err != nil {
		log.Fatal(err)
	}

	credentials, err := settings.Credentials.Retrieve(ctx)
	if err != nil {
		log.Fatal(err)
	}
	config := presign.Config{
		AccessKey:    credentials.AccessKeyID,
		SecretKey:    credentials.SecretAccessKey,
		SessionToken: credentials.SessionToken,
		Region:       settings.Region,
	}
	if credentials.CanExpire {
		// A link that would outlive the keys is an error.
		config.CredentialsExpireAt = credentials.Expires
	}
	signer, err := presign.New(config)
	if err != nil {
		log.Fatal(err)
	}
	link, err := signer.Get("example-bucket", "2026/cat.jpg", time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(without(link) == without(request.URL, "x-id", "X-Amz-Checksum-Mode"))
	fmt.Println(strings.Contains(link, "&X-Amz-Security-Token=token&"))
	// Output:
	// true
	// true
}

func Example_minio() {
	ctx := context.Background()
	client, err := minioClient("us-east-1", "files.example", true, "")
	if err != nil {
		log.Fatal(err)
	}
	link, err := client.PresignedGetObject(ctx, "example-bucket", "2026/cat.jpg", time.Hour, url.Values{
		"response-content-type": {"image/jpeg"},
	})
	if err != nil {
		log.Fatal(err)
	}

	signer, err := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	if err != nil {
		log.Fatal(err)
	}
	made, err := signer.Presign(presign.Request{
		Bucket: "example-bucket", Key: "2026/cat.jpg", ExpiresIn: time.Hour, ResponseContentType: "image/jpeg",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(without(made.URL) == without(link.String()))
	// Output: true
}
