function Get-MfaSuggestion {
    # What the tenant answers while somebody holds the Tab key: at most a moment is waited for it. An answer is kept for
    # two minutes, a refusal for half a one; what takes longer than the moment goes on, and is there at the next key.
    #
    # A job that asks for something is given up: no key runs the script block of a token, or wants a PIN.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        # What it is kept as.
        [Parameter(Mandatory, Position = 1)]
        [string] $Key,

        [Parameter(Mandatory, Position = 2)]
        [System.Collections.IDictionary] $Request
    )
    $kept = $Entry['Suggested']
    $held = $kept[$Key]
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    [uint64] $job = 0
    # The requests that this host sends for it.
    $flight = @{}
    if ($null -ne $held) {
        if ($held.Job -eq 0 -and $held.Until -gt [datetime]::UtcNow) { return $held.Response }
        $job = $held.Job
        if ($job -ne 0) { $flight = $held.Flight }
        $kept.Remove($Key)
    }
    $native = $Entry.Native
    if ($job -eq 0) {
        # Whoever types a lot does not fill the memory.
        if ($kept.Count -gt 200) { Clear-MfaSuggestion $Entry }
        $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Request))
        if ($native::gmfa_job_start($Entry.Handle, $body, [System.UIntPtr]::new([uint64] $body.Length), [ref] $job) -ne 0) { return }
    }
    $response = $null
    $seconds = 30
    $ended = $false
    while (-not $ended) {
        $left = 600 - $clock.ElapsedMilliseconds
        if ($left -le 0) {
            $kept[$Key] = @{ Job = $job; Until = [datetime]::MaxValue; Response = $null; Flight = $flight }
            return
        }
        $buffer = [System.IntPtr]::Zero
        $size = [System.UIntPtr]::Zero
        $wait = 100
        if ($flight.Count -gt 0) { $wait = Step-MfaFlight -Job $job -Entry $Entry -Flight $flight }
        $status = $native::gmfa_job_next($job, [uint32] [math]::Min($wait, $left), [ref] $buffer, [ref] $size)
        if ($status -eq 1) { continue }
        if ($status -ne 0) { break }
        $message = ConvertFrom-MfaJson (Receive-MfaBuffer -Buffer $buffer -Size $size)
        if ($message.type -eq 'progress' -and $message.event.type -ne 'browserSignIn' -and $message.event.type -ne 'deviceCode') { continue }
        if ($message.type -eq 'needHttp' -or $message.type -eq 'dropHttp') {
            Send-MfaReply -Job $job -Question $message -Entry $Entry -Flight $flight
            continue
        }
        $ended = $true
        if ($message.type -eq 'finished') {
            $response = $message.response
            $seconds = 120
        }
        elseif ($message.type -ne 'failed') { [void] $native::gmfa_job_cancel($job) }
    }
    [void] $native::gmfa_job_free($job)
    $kept[$Key] = @{ Job = [uint64] 0; Until = [datetime]::UtcNow.AddSeconds($seconds); Response = $response }
    $response
}
