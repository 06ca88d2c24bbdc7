function Send-MfaReply {
    # Answers a job that asks its host for something: a token, a signature, a federated token, something done with a file. A
    # request is sent, and answered later.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [object] $Question,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # The requests that this host sends for the job.
        [Parameter(Mandatory)]
        [hashtable] $Flight
    )
    if ($Question.type -eq 'needHttp') { return Start-MfaFlight -Job $Job -Question $Question -Entry $Entry -Flight $Flight }
    if ($Question.type -eq 'dropHttp') { return Stop-MfaFlight $Flight $Question.ask }
    $native = $Entry.Native
    $secret = $null
    $reply = [ordered] @{ ask = [int64] $Question.ask }
    try {
        $secret = switch ([string] $Question.type) {
            'needToken' { , (Get-MfaScriptToken $Entry '-AccessToken' $Question.scope (Get-MfaField $Question 'claims')) }
            'needAssertion' { , (Get-MfaScriptToken $Entry '-FederatedToken' $Question.audience) }
            'needSignature' { , (Get-MfaSignature $Entry.Certificate $Question.algorithm $Question.data) }
            'needFile' { foreach ($field in (Get-MfaFileReply $Entry $Question).GetEnumerator()) { $reply[$field.Key] = $field.Value } }
            default { throw "this module does not know what '$($Question.type)' asks for" }
        }
    }
    catch {
        $reply['error'] = $_.Exception.GetBaseException().Message
    }
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $reply))
    try {
        $length = 0
        if ($null -ne $secret) { $length = $secret.Length }
        # A refused answer shows as the job's own failure: the job asks once and then gives up.
        [void] $native::gmfa_job_reply($Job, $body, [System.UIntPtr]::new([uint64] $body.Length), $secret, [System.UIntPtr]::new([uint64] $length))
    }
    finally {
        if ($null -ne $secret) { [System.Array]::Clear($secret, 0, $secret.Length) }
    }
}
