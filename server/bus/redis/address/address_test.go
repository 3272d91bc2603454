package address_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"palabre/server/bus/redis/address"
)

func TestParse(t *testing.T) {
	for setting, want := range map[string][]address.Server{
		"redis://h":                             {{Addrs: []string{"h:6379"}}},
		"rediss://u:a%2Fb%2C@H.example.org:1/3": {{Addrs: []string{"h.example.org:1"}, TLS: true, User: "u", Password: "a/b,", DB: 3}},
		"redis://[::1]?db=2":                    {{Addrs: []string{"[::1]:6379"}, DB: 2}},
		"unix://:s@/run/redis.sock?db=1":        {{Addrs: []string{"/run/redis.sock"}, Unix: true, Password: "s", DB: 1}},
		"redis+sentinel://u:s@s2,s1:5/le-nom?db=4&sentinel_user=w&sentinel_password=t": {{
			Addrs: []string{"s1:5", "s2:26379"}, Master: "le-nom", User: "u", Password: "s", DB: 4, SentinelUser: "w", SentinelPassword: "t",
		}},
		"redis://b, rediss+sentinel://s1,s2/n , redis://a:1": {
			{Addrs: []string{"a:1"}}, {Addrs: []string{"b:6379"}}, {Addrs: []string{"s1:26379", "s2:26379"}, Master: "n", TLS: true},
		},
	} {
		if got, err := address.Parse(setting); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", setting, got, err)
		}
	}
}

func TestWhatIsWrongIsRefusedWithoutBeingRepeated(t *testing.T) {
	const secret = "s3cr3t"
	for _, setting := range []string{
		"", ",", "h:6379", "http://u:" + secret + "@h", "redis://", "redis://:" + secret + "@", "redis://:" + secret + "@h:port", "redis://h:0", "redis://h:70000",
		"redis://h:", "redis://u:" + secret + "@h/base", "redis://u:" + secret + "@h/1/2", "redis://h/1?db=2", "redis://h?" + secret + "=1", "redis://h?sentinel_user=" + secret,
		"redis://h1:1,h2:2", "redis://a,redis://:" + secret + "@a/1", "redis://a,", "redis://a,,redis://b", "unix://", "unix://h/path",
		"redis+sentinel://:" + secret + "@s1,s2", "redis+sentinel://s1,s2/", "redis+sentinel://s1,s2/a/b", "redis+sentinel:///n", "redis+sentinel://s1,,s2/n",
		"redis+sentinel://s1,redis+sentinel://s1/n", "redis+cluster://h", "redis://h#" + secret, "redis://u:" + secret + "%zz@h",
	} {
		got, err := address.Parse(setting)
		var wrong *address.Wrong
		if !errors.As(err, &wrong) || !strings.Contains(wrong.FR, "ttendu") || !strings.Contains(wrong.EN, "xpected") {
			t.Errorf("%s: %+v, %v", setting, got, err)
		} else if strings.Contains(wrong.FR+wrong.EN, secret) {
			t.Errorf("%s: the refusal repeats a secret", setting)
		}
	}
}
