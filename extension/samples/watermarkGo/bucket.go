package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A folder that stands for a bucket: objects are files, keys are paths such as "uploads/sunset.png".
const bucketFolder = "bucket"

func listObjects(prefix string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(bucketFolder, prefix))
	keys := make([]string, 0, len(entries))
	for _, entry := range entries {
		keys = append(keys, prefix+"/"+entry.Name())
	}
	return keys, err
}

func readObject(key string) ([]byte, error) {
	path, err := locate(key)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// writeObject writes beside the target and renames, so that no program reads half an object.
func writeObject(key string, content []byte) error {
	path, err := locate(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	partial := fmt.Sprintf("%s.%d.partial", path, os.Getpid())
	if err := os.WriteFile(partial, content, 0o644); err != nil {
		return err
	}
	return os.Rename(partial, path)
}

// locate lets no key lead out of the bucket: keys arrive in messages, and anybody may send a message.
func locate(key string) (string, error) {
	path := filepath.Join(bucketFolder, key)
	if !strings.HasPrefix(path, bucketFolder+string(filepath.Separator)) {
		return "", fmt.Errorf("%q is not a key of the bucket", key)
	}
	return path, nil
}
