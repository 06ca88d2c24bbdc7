function Invoke-MfaRequest {
    # Runs one request of the contract as a job of the native library, and waits for it. Gives Response, or Error and
    # Ends (whether the failure concerns the whole call). It throws nothing: a caller whose error preference is to be
    # silent would otherwise run on behind the throw. With -PassPart the parts of a long answer come first, one Part each.
    # With -Record it is a run: what is known of it is put there, and when its caller goes, it is let finish whom it has in hand.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Request,

        # The person, as the caller named it.
        [Parameter(Position = 2)]
        [AllowNull()]
        [object] $Target,

        [Parameter()]
        [switch] $PassPart,

        # What this process remembers of a run.
        [Parameter()]
        [AllowNull()]
        [hashtable] $Record,

        # For the passes of a job whose caller has gone.
        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $ErrorActionPreference = 'Stop'
    $native = $Entry.Native
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Request))
    [uint64] $job = 0
    $fault = $null
    $response = $null
    $status = $native::gmfa_job_start($Entry.Handle, $body, [System.UIntPtr]::new([uint64] $body.Length), [ref] $job)
    if ($status -ne 0) {
        $fault = Get-MfaNativeFault $status
    }
    else {
        $ended = $false
        if ($null -ne $Record) { $Record.Job = $job }
        # The requests that this host sends for the job.
        $flight = @{}
        # Short waits: Ctrl+C takes effect only between two calls.
        $wait = 200
        try {
            while (-not $ended) {
                $buffer = [System.IntPtr]::Zero
                $size = [System.UIntPtr]::Zero
                $status = $native::gmfa_job_next($job, [uint32] $wait, [ref] $buffer, [ref] $size)
                if ($null -ne $Record -and $null -ne $Record.Sink -and $null -eq $Record.SinkFault) {
                    $Record.SinkFault = Copy-MfaJournal $Record
                    # Nobody new is begun; what is in hand is told as ever.
                    if ($null -ne $Record.SinkFault) { [void] $native::gmfa_job_cancel($job) }
                }
                if ($status -eq 1) {
                    $wait = 200
                    if ($flight.Count -gt 0) { $wait = Step-MfaFlight -Job $job -Entry $Entry -Flight $flight }
                    continue
                }
                if ($status -ne 0) {
                    $fault = Get-MfaNativeFault $status
                    break
                }
                $text = Receive-MfaBuffer -Buffer $buffer -Size $size
                if ($null -ne $script:GraphMfa.Watch) { $null = & $script:GraphMfa.Watch $text $job }
                $message = ConvertFrom-MfaJson $text
                if ($message.type -eq 'progress') {
                    if ($PassPart -and $message.event.type -in 'auditRows', 'registrationRows', 'hardwareTokens', 'text', 'badRows', 'plannedPeople', 'runPeople', 'runEstimated') { @{ Part = $message.event } }
                    else {
                        if ($null -ne $Record -and $message.event.type -eq 'runProgress') { $Record.Progress = $message.event.progress }
                        Write-MfaEvent $message.event
                    }
                }
                elseif ($message.type -like 'need*' -or $message.type -eq 'dropHttp') { Send-MfaReply -Job $job -Question $message -Entry $Entry -Flight $flight }
                elseif ($message.type -eq 'finished') {
                    $ended = $true
                    $response = $message.response
                    $Entry['Answered'] = $true
                    if ($null -ne $Record) { $Record.Response = $response }
                }
                elseif ($message.type -eq 'failed') {
                    $ended = $true
                    $fault = $message.error
                }
                # What there is to hear comes first, then what is under way.
                $wait = 200
                if ($flight.Count -gt 0) { $wait = 0 }
            }
        }
        finally {
            # Reached on Ctrl+C and when something downstream has had enough, too.
            if (-not $ended) {
                [void] $native::gmfa_job_cancel($job)
                # Without this host nothing that was begun could be finished.
                if ($null -ne $Record -or $null -ne $Entry['Wire']) { Wait-MfaJob -Job $job -Entry $Entry -Record $Record -DeliverPass $DeliverPass -Flight $flight }
            }
            if ($flight.Count -gt 0) { Stop-MfaFlight $flight }
            if ($null -ne $Record) { $Record.Job = [uint64] 0 }
            [void] $native::gmfa_job_free($job)
        }
    }
    if ($null -ne $fault) {
        return @{ Error = New-MfaErrorRecord $fault $Target; Ends = (Get-MfaErrorKind $fault.code).Ends; Response = $null }
    }
    @{ Error = $null; Ends = $false; Response = $response }
}
