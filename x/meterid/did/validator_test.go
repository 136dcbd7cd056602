package did_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/multiformats/go-multibase"
)

// validate checks a document by the rules of W3C DID Core 1.0 and of the Multikey type, knowing nothing of package did.
// Numbers are sections of DID Core.
func validate(document []byte) error {
	var doc map[string]any
	if err := json.Unmarshal(document, &doc); err != nil {
		return fmt.Errorf("6.2 JSON: %w", err)
	}
	if err := checkMembers(doc, []string{"@context", "id"}, "controller", "verificationMethod", "assertionMethod"); err != nil {
		return err
	}
	id, ok := doc["id"].(string)
	if !ok || !isDID(id) {
		return fmt.Errorf("5.1.1 id: expected a DID, got %v", doc["id"])
	}
	if controller, has := doc["controller"]; has {
		if text, ok := controller.(string); !ok || !isDID(text) {
			return fmt.Errorf("5.1.2 controller: expected a DID, got %v", controller)
		}
	}
	methods, err := checkMethods(doc["verificationMethod"])
	if err != nil {
		return err
	}
	if err := checkRelationship(doc["assertionMethod"], methods); err != nil {
		return err
	}
	return checkContext(doc["@context"], len(methods) > 0)
}

func checkMembers(object map[string]any, required []string, optional ...string) error {
	for _, name := range required {
		if _, ok := object[name]; !ok {
			return fmt.Errorf("expected member %s", name)
		}
	}
	for name := range object {
		if !slices.Contains(required, name) && !slices.Contains(optional, name) {
			return fmt.Errorf("expected no member %s", name)
		}
	}
	return nil
}

// checkMethods checks section 5.2 and returns the ids of the methods.
func checkMethods(value any) ([]string, error) {
	if value == nil {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		return nil, fmt.Errorf("5.2 verificationMethod: expected a list that is not empty, got %v", value)
	}
	var ids []string
	for _, item := range list {
		method, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("5.2 verificationMethod: expected an object, got %v", item)
		}
		if err := checkMembers(method, []string{"id", "type", "controller", "publicKeyMultibase"}); err != nil {
			return nil, fmt.Errorf("5.2 verificationMethod: %w", err)
		}
		id, ok := method["id"].(string)
		if !ok || !isDIDURL(id) {
			return nil, fmt.Errorf("5.2 verificationMethod: expected a DID URL as id, got %v", method["id"])
		}
		if slices.Contains(ids, id) {
			return nil, fmt.Errorf("5.2 verificationMethod: expected the id %s once", id)
		}
		if controller, ok := method["controller"].(string); !ok || !isDID(controller) {
			return nil, fmt.Errorf("5.2 verificationMethod: expected a DID as controller, got %v", method["controller"])
		}
		if method["type"] != "Multikey" {
			return nil, fmt.Errorf("expected the type Multikey, got %v", method["type"])
		}
		if err := checkMultikey(method["publicKeyMultibase"]); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// checkMultikey checks a key by the table of Controlled Identifiers, section 2.2.2.
func checkMultikey(value any) error {
	text, ok := value.(string)
	if !ok || !strings.HasPrefix(text, "z") {
		return fmt.Errorf("publicKeyMultibase: expected base58btc, got %v", value)
	}
	_, raw, err := multibase.Decode(text)
	if err != nil {
		return fmt.Errorf("publicKeyMultibase: %w", err)
	}
	for header, size := range map[string]int{"\xed\x01": 32, "\xe7\x01": 33, "\x80\x24": 33} {
		if key, ok := strings.CutPrefix(string(raw), header); ok && len(key) == size {
			return nil
		}
	}
	return fmt.Errorf("publicKeyMultibase: expected a known header and the length of its key, got %x", raw)
}

// checkRelationship checks section 5.3: each entry names a method of the document.
func checkRelationship(value any, methods []string) error {
	if value == nil {
		return nil
	}
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		return fmt.Errorf("5.3 assertionMethod: expected a list that is not empty, got %v", value)
	}
	var seen []string
	for _, item := range list {
		id, ok := item.(string)
		if !ok || !slices.Contains(methods, id) || slices.Contains(seen, id) {
			return fmt.Errorf("5.3 assertionMethod: expected methods of the document, each once, got %v", item)
		}
		seen = append(seen, id)
	}
	return nil
}

// checkContext checks section 6.3: the first context is that of DID Core; Multikey needs its own.
func checkContext(value any, hasKeys bool) error {
	list, ok := value.([]any)
	if !ok || len(list) == 0 || list[0] != "https://www.w3.org/ns/did/v1" {
		return fmt.Errorf("6.3 @context: expected https://www.w3.org/ns/did/v1 first, got %v", value)
	}
	if hasKeys && !slices.Contains(list, any("https://w3id.org/security/multikey/v1")) {
		return fmt.Errorf("@context: expected that of Multikey, got %v", value)
	}
	return nil
}

var (
	// didSyntax is section 3.1.
	didSyntax = regexp.MustCompile(`^did:[a-z0-9]+:((?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+$`)
	// fragmentSyntax is that of RFC 3986, section 3.5.
	fragmentSyntax = regexp.MustCompile(`^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$`)
)

func isDID(text string) bool { return didSyntax.MatchString(text) }

// isDIDURL knows those with a fragment only: a document needs no others.
func isDIDURL(text string) bool {
	id, fragment, found := strings.Cut(text, "#")
	return found && isDID(id) && fragmentSyntax.MatchString(fragment)
}
