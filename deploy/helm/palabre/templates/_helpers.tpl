{{- define "palabre.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "palabre.selector" -}}
app.kubernetes.io/name: palabre
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "palabre.labels" -}}
{{ include "palabre.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "palabre.secret" -}}
{{- .Values.secrets.existing | default (printf "%s-secrets" (include "palabre.name" .)) -}}
{{- end }}

{{- /* What cannot be right is refused before anything is made. */ -}}
{{- define "palabre.check" -}}
{{- if not .Values.secrets.existing -}}
{{- range list "database-url" "redis-url" "s3-url" "node-secret" -}}
{{- if not (get $.Values.secrets.values .) -}}
{{- fail (printf "secrets.existing, or secrets.values.%s, must be set / secrets.existing ou secrets.values.%s est à donner" . .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (trim .Values.trustedProxies) -}}
{{- fail "trustedProxies must be set: the addresses of the ingress controller's pods, and of nobody else / trustedProxies est à donner : les adresses du contrôleur d’ingress, et de personne d’autre" -}}
{{- end -}}
{{- if and .Values.backup.enabled (not .Values.backup.claim) -}}
{{- fail "backup.claim must be set: the claim of a volume for backups / backup.claim est à donner : la demande d’un volume pour les sauvegardes" -}}
{{- end -}}
{{- $ips := len .Values.media.publicIPs -}}
{{- if and (eq .Values.media.mode "nodePort") (ne $ips (int .Values.replicas)) -}}
{{- fail "media.publicIPs must have one address for each pod / media.publicIPs doit avoir une adresse par pod" -}}
{{- end -}}
{{- if and (gt $ips 0) (lt $ips (int .Values.replicas)) -}}
{{- fail "media.publicIPs must have one address for each pod / media.publicIPs doit avoir une adresse par pod" -}}
{{- end -}}
{{- end }}

{{- /* The port a pod's media listen on, by the pod's number: the one that browsers are told. */ -}}
{{- define "palabre.mediaPort" -}}
{{- if eq .root.Values.media.mode "nodePort" }}{{ add (int .root.Values.media.nodePortBase) .number }}{{ else }}{{ .root.Values.media.port }}{{ end -}}
{{- end }}
