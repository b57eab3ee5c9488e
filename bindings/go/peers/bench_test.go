package peers

import "testing"

// BenchmarkLinks is for profiles and for benchstat. `make bench-go` compares, in turns.
func BenchmarkLinks(b *testing.B) {
	contenders, err := Contenders()
	if err != nil {
		b.Fatal(err)
	}
	for _, contender := range contenders {
		b.Run(contender.Name, func(b *testing.B) {
			b.ReportAllocs()
			links, err := contender.Sign(b.N)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(links), "ns/link")
		})
	}
}
