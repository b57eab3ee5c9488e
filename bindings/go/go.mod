module presign.example/presign

go 1.24
