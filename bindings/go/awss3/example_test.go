package awss3_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"presign.example/presign/awss3"
)

func Example() {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-central-1",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
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
	client := awss3.NewPresignClient(s3.NewFromConfig(settings))
	request, err := client.PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String("example-bucket"), Key: aws.String("2026/cat.jpg"),
	}, s3.WithPresignExpires(time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	link, _, _ := strings.Cut(request.URL, "?")
	fmt.Println(request.Method, link)
	fmt.Println(strings.Contains(request.URL, "&X-Amz-Expires=3600&X-Amz-Security-Token=token&X-Amz-SignedHeaders=host&x-id=GetObject&"))
	// Output:
	// GET https://example-bucket.s3.eu-central-1.amazonaws.com/2026/cat.jpg
	// true
}
