function Send-MfaAnswer {
    # Tells a job what came of a request, and lets go of everything about it.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        [Parameter(Mandatory)]
        [int64] $Ask,

        [Parameter(Mandatory)]
        [hashtable] $One,

        # Why it did not leave.
        [Parameter()]
        [string] $NotSent
    )
    $native = $Entry.Native
    $reply = [ordered] @{ ask = $Ask }
    $task = $One.Task
    $body = $null
    $bytes = $null
    try {
        if ($NotSent) { $reply['notSent'] = $NotSent }
        elseif ($task.IsCanceled) { $reply['error'] = 'no answer came in time' }
        elseif ($task.IsFaulted) {
            $fault = Get-MfaFlightFault $task.Exception
            $reply[$fault.Field] = $fault.Why
        }
        else {
            $answer = $task.Result
            try {
                $head = New-Object -TypeName System.Text.StringBuilder
                $kinds = @(, $answer.Headers)
                $body = New-Object byte[] 0
                if ($null -ne $answer.Content) {
                    $kinds += , $answer.Content.Headers
                    # It is there: the task has waited for all of it.
                    $body = $answer.Content.ReadAsByteArrayAsync().Result
                }
                foreach ($headers in $kinds) {
                    foreach ($header in $headers.GetEnumerator()) {
                        foreach ($value in $header.Value) { [void] $head.Append($header.Key).Append(': ').Append($value).Append("`r`n") }
                    }
                }
                $lines = [System.Text.Encoding]::UTF8.GetBytes($head.Append("`r`n").ToString())
                $bytes = New-Object byte[] ($lines.Length + $body.Length)
                [System.Array]::Copy($lines, 0, $bytes, 0, $lines.Length)
                [System.Array]::Copy($body, 0, $bytes, $lines.Length, $body.Length)
                $reply['status'] = [int] $answer.StatusCode
            }
            finally { $answer.Dispose() }
        }
    }
    catch {
        $reply = [ordered] @{ ask = $Ask; error = 'the answer cannot be read: ' + $_.Exception.GetBaseException().Message }
        $bytes = $null
    }
    try {
        $length = 0
        if ($null -ne $bytes) { $length = $bytes.Length }
        $said = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $reply))
        $status = $native::gmfa_job_reply($Job, $said, [System.UIntPtr]::new([uint64] $said.Length), $bytes, [System.UIntPtr]::new([uint64] $length))
        if ($status -ne 0) {
            # Who waits for it should not do so for ever.
            $said = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson ([ordered] @{ ask = $Ask; error = 'the answer cannot be used' })))
            [void] $native::gmfa_job_reply($Job, $said, [System.UIntPtr]::new([uint64] $said.Length), $null, [System.UIntPtr]::Zero)
        }
    }
    finally {
        foreach ($secret in $bytes, $body, $One.Bytes) { if ($null -ne $secret) { [System.Array]::Clear($secret, 0, $secret.Length) } }
        foreach ($held in $One.Request, $One.Cancel) { if ($null -ne $held) { $held.Dispose() } }
    }
}
